package dev.weft.conformance.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** That what the corpus calls linking finds classes that the JVM would refuse to run. */
class LinkStepIT {
  private static final String RAN = "link.step.ran";

  /** Defines one class, and knows no others of its package. */
  private static final class Loader extends ClassLoader {
    Class<?> define(byte[] bytes) {
      return defineClass("t.A", bytes, 0, bytes.length);
    }
  }

  private static Optional<Throwable> link(
      int access, String descriptor, Consumer<MethodVisitor> body) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, access, "t/A", null, "java/lang/Object", null);
    method(writer, Opcodes.ACC_STATIC, "<clinit>", "()V", LinkStepIT::tellTale);
    method(writer, Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "m", descriptor, body);
    writer.visitEnd();
    Loader loader = new Loader();
    loader.define(writer.toByteArray());
    Optional<Throwable> error = LinkStep.link(loader, "t.A");
    assertNull(System.getProperty(RAN), "the class was initialised");
    return error;
  }

  private static void method(
      ClassWriter writer,
      int access,
      String name,
      String descriptor,
      Consumer<MethodVisitor> body) {
    MethodVisitor mv = writer.visitMethod(access, name, descriptor, null, null);
    mv.visitCode();
    body.accept(mv);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  private static void tellTale(MethodVisitor mv) {
    mv.visitLdcInsn(RAN);
    mv.visitInsn(Opcodes.DUP);
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/System",
        "setProperty",
        "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
        false);
    mv.visitInsn(Opcodes.POP);
    mv.visitInsn(Opcodes.RETURN);
  }

  private static final int CLASS = Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER;
  private static final int INTERFACE =
      Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;

  private static void sound(MethodVisitor mv) {
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitInsn(Opcodes.ARETURN);
  }

  private static void wrongType(MethodVisitor mv) {
    mv.visitInsn(Opcodes.ICONST_0);
    mv.visitInsn(Opcodes.ARETURN);
  }

  /** Falls through into a handler-like place that has no stack map. */
  private static void missingStackMap(MethodVisitor mv) {
    org.objectweb.asm.Label label = new org.objectweb.asm.Label();
    mv.visitInsn(Opcodes.ICONST_0);
    mv.visitJumpInsn(Opcodes.IFEQ, label);
    mv.visitInsn(Opcodes.NOP);
    mv.visitLabel(label);
    sound(mv);
  }

  @Test
  void link_soundClass_noError() {
    assertEquals(Optional.empty(), link(CLASS, "()Ljava/lang/Object;", LinkStepIT::sound));
    assertEquals(Optional.empty(), link(INTERFACE, "()Ljava/lang/Object;", LinkStepIT::sound));
  }

  @Test
  void link_wrongType_verifyError() {
    assertVerifyError(link(CLASS, "()Ljava/lang/Object;", LinkStepIT::wrongType));
    assertVerifyError(link(INTERFACE, "()Ljava/lang/Object;", LinkStepIT::wrongType));
  }

  @Test
  void link_missingStackMap_verifyError() {
    assertVerifyError(link(CLASS, "()Ljava/lang/Object;", LinkStepIT::missingStackMap));
  }

  @Test
  void link_soundClassWithAMissingTypeInASignature_noError() {
    assertEquals(Optional.empty(), link(CLASS, "(Lt/Gone;)Ljava/lang/Object;", LinkStepIT::sound));
  }

  @Test
  void link_wrongTypeAndAMissingOneInASignature_verifyError() {
    assertVerifyError(link(CLASS, "(Lt/Gone;)Ljava/lang/Object;", LinkStepIT::wrongType));
    assertVerifyError(link(INTERFACE, "(Lt/Gone;)Ljava/lang/Object;", LinkStepIT::wrongType));
  }

  @Test
  void link_missingTypeThatVerificationNeeds_noClassDefFoundError() {
    Optional<Throwable> error =
        link(
            CLASS,
            "(Lt/Gone;)Ljava/lang/Number;",
            mv -> {
              mv.visitVarInsn(Opcodes.ALOAD, 0);
              mv.visitInsn(Opcodes.ARETURN);
            });
    assertInstanceOf(NoClassDefFoundError.class, error.orElseThrow());
  }

  private static void assertVerifyError(Optional<Throwable> error) {
    assertTrue(error.isPresent(), "no error");
    assertInstanceOf(VerifyError.class, error.get());
  }
}
