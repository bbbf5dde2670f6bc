package dev.weft.agent.emit;

import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.MethodPlan;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** The private method that links a resumer where class files have no dynamic constants. */
public final class ResumerAccessor {
  private ResumerAccessor() {}

  /** The method; empty in class files that do not need it. */
  public static Optional<MethodNode> ifNeeded(MethodPlan plan, Environment environment) {
    ResumerConstant constant = new ResumerConstant(plan, environment);
    if (!constant.needsAccessor()) {
      return Optional.empty();
    }
    MethodNode accessor = empty(plan.number());
    constant.emitAccessor(accessor);
    return Optional.of(accessor);
  }

  /** What stands for it where there is no suspend point (yet). */
  public static Optional<MethodNode> stubIfNeeded(int number, Environment environment) {
    if (environment.hasDynamicConstants()) {
      return Optional.empty();
    }
    MethodNode accessor = empty(number);
    accessor.visitInsn(Opcodes.ACONST_NULL); // resumer
    accessor.visitInsn(Opcodes.ARETURN);
    return Optional.of(accessor);
  }

  private static MethodNode empty(int number) {
    return new MethodNode(
        RuntimeNames.ASM_API,
        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
        RuntimeNames.RESUMER_PREFIX + number,
        "()" + RuntimeNames.RESUMER_DESCRIPTOR,
        null,
        null);
  }
}
