package dev.weft.agent.transform;

import java.util.List;
import java.util.Optional;

/**
 * What became of a class.
 *
 * @param bytes the new class file; empty when the class stays as it is
 * @param reports one per method that the weaver had something to say about, in class-file order
 */
public record WeaveResult(String className, Optional<byte[]> bytes, List<MethodReport> reports) {

  /** A class that stays as it is. */
  public static WeaveResult untouched(String className) {
    return new WeaveResult(className, Optional.empty(), List.of());
  }
}
