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
    MethodNode accessor =
        new MethodNode(
            RuntimeNames.ASM_API,
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            constant.accessor(),
            "()" + RuntimeNames.RESUMER_DESCRIPTOR,
            null,
            null);
    constant.emitAccessor(accessor);
    return Optional.of(accessor);
  }
}
