package dev.weft.agent.emit;

import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.MethodPlan;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the resumer of a method: a dynamic constant, or, in class files that know none, the result
 * of a private method that links it by {@code invokedynamic}.
 */
final class ResumerConstant {
  private final MethodPlan plan;
  private final Environment environment;

  /** Made once: the lines of a large method are long, and each tail loads the resumer. */
  private final Object[] arguments;

  ResumerConstant(MethodPlan plan, Environment environment) {
    this.plan = plan;
    this.environment = environment;
    this.arguments =
        new Object[] {
          plan.facts().method().desc,
          RuntimeNames.resumeName(plan.number(), plan.facts().method().name),
          environment.sourceFile(),
          plan.lines()
        };
  }

  /** … → …, resumer */
  void load(MethodVisitor mv) {
    if (environment.hasDynamicConstants()) {
      mv.visitLdcInsn(
          new ConstantDynamic(
              plan.facts().method().name,
              RuntimeNames.RESUMER_DESCRIPTOR,
              RuntimeNames.RESUMER_CONSTANT,
              arguments));
    } else {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          plan.facts().owner(),
          accessor(),
          "()" + RuntimeNames.RESUMER_DESCRIPTOR,
          environment.isInterface());
    }
  }

  /** Whether the class needs {@link #emitAccessor}. */
  boolean needsAccessor() {
    return !environment.hasDynamicConstants();
  }

  String accessor() {
    return RuntimeNames.RESUMER_PREFIX + plan.number();
  }

  /** The body of the method that links the resumer. */
  void emitAccessor(MethodVisitor mv) {
    mv.visitCode();
    mv.visitInvokeDynamicInsn(
        plan.facts().method().name,
        "()" + RuntimeNames.RESUMER_DESCRIPTOR,
        RuntimeNames.RESUMER_CALL_SITE,
        arguments); // … resumer
    mv.visitInsn(Opcodes.ARETURN);
    mv.visitMaxs(1, 0);
    mv.visitEnd();
  }
}
