package dev.weft.agent.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a class.
 *
 * @param bytes the new class file; empty when the class stays as it is
 * @param reports one per method that the weaver had something to say about, in class-file order
 */
public record WeaveResult(String className, Optional<byte[]> bytes, List<MethodReport> reports) {

  /** What the user should know: refusals, located, and warnings. */
  public List<String> messages() {
    List<String> messages = new ArrayList<>();
    for (MethodReport report : reports) {
      if (report instanceof MethodReport.Refused refused) {
        messages.add(refused.refusal().toString());
      } else if (report instanceof MethodReport.Woven woven && !woven.warning().isEmpty()) {
        messages.add(className.replace('/', '.') + "." + woven.method() + ": " + woven.warning());
      }
    }
    return messages;
  }

  /** A class that stays as it is. */
  public static WeaveResult untouched(String className) {
    return new WeaveResult(className, Optional.empty(), List.of());
  }
}
