package dev.weft.fuzz.fault;

import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.tree.ClassNode;

/**
 * A planted fault of the weaver: its own class files are rewritten so that it weaves wrongly. The
 * fuzzer must find each.
 *
 * @param name short, unique, with hyphens
 * @param description what the faulty weaver does wrong
 * @param changes for each class to be changed, by internal name such as {@code
 *     dev/weft/agent/emit/SaveTails}, what to do to it. ASM is under its own name in these classes
 *     ({@code org/objectweb/asm/...}); stack maps are computed anew afterwards.
 */
public record Fault(String name, String description, Map<String, Consumer<ClassNode>> changes) {

  /** A copy of the changes is kept. */
  public Fault {
    changes = Map.copyOf(changes);
  }

  /** A fault in one class. */
  public static Fault in(
      String className, String name, String description, Consumer<ClassNode> change) {
    return new Fault(name, description, Map.of("dev/weft/agent/" + className, change));
  }
}
