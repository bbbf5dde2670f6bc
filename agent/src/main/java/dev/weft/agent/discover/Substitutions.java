package dev.weft.agent.discover;

import dev.weft.agent.names.RuntimeNames;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;

/**
 * The methods of the JDK that woven bodies call through a static method of the runtime instead,
 * which can suspend where the JDK's cannot. Plain bodies call the JDK's. Immutable.
 */
public final class Substitutions {
  private static final String INVOKE =
      "java/lang/reflect/Method.invoke"
          + "(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;";

  /** What Weft itself substitutes. */
  public static final Substitutions BUILT_IN =
      new Substitutions(
          Map.of(
              INVOKE,
              new CallTarget.Substitute(RuntimeNames.REFLECTIVE_CALL, "invoke", "canSuspend")));

  /** By owner, name and descriptor, as {@code explain} prints a method. */
  private final Map<String, CallTarget.Substitute> byMethod;

  private Substitutions(Map<String, CallTarget.Substitute> byMethod) {
    this.byMethod = Map.copyOf(byMethod);
  }

  /** What stands for a call; empty for one that is made as it is written. */
  public Optional<CallTarget.Substitute> find(
      int opcode, String owner, String name, String descriptor) {
    return opcode == Opcodes.INVOKESPECIAL || !owner.startsWith("java/")
        ? Optional.empty()
        : Optional.ofNullable(byMethod.get(owner + "." + name + descriptor));
  }
}
