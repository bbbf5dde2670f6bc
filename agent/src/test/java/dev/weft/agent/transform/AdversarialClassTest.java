package dev.weft.agent.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.agent.kit.ClassPool;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Class files that are sound, and made to take long or to be misread. */
class AdversarialClassTest {
  private static final String NAME = "adversarial/Shape";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static ClassWriter writer(String name, String superName, String... interfaces) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(V17, ACC_PUBLIC | ACC_SUPER, name, null, superName, interfaces);
    writer.visitAnnotation("Ldev/weft/Suspendable;", true).visitEnd();
    return writer;
  }

  private static void method(ClassWriter writer, String name, Consumer<MethodVisitor> body) {
    MethodVisitor mv = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, name, "()I", null, null);
    mv.visitCode();
    body.accept(mv);
    mv.visitInsn(IRETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
  }

  private static void call(MethodVisitor mv, String name) {
    mv.visitMethodInsn(INVOKESTATIC, NAME, name, "()I", false);
  }

  @Test
  void weave_chainOfMethodsWithoutSuspendPoint_notInAsManyRounds() {
    int length = 6_000;
    ClassWriter writer = writer(NAME, "java/lang/Object");
    for (int i = 0; i < length - 1; i++) {
      String next = "m" + (i + 1);
      method(writer, "m" + i, mv -> call(mv, next));
    }
    method(writer, "m" + (length - 1), mv -> mv.visitInsn(ICONST_1));
    byte[] bytes = writer.toByteArray();
    WeaveResult result = assertTimeoutPreemptively(LIMIT, () -> ClassPool.of().weave(bytes));
    assertEquals(length, result.reports().size());
    assertTrue(result.reports().stream().allMatch(MethodReport.Leaf.class::isInstance));
  }

  @Test
  void weave_moreValuesThanCanBeTracked_refused() {
    ClassWriter writer = writer(NAME, "java/lang/Object");
    method(
        writer,
        "deep",
        mv -> {
          for (int i = 0; i < 12_000; i++) {
            mv.visitInsn(ICONST_1);
          }
          call(mv, "deep"); // so that it has a suspend point
          for (int i = 0; i < 12_000; i++) {
            mv.visitInsn(IADD);
          }
        });
    byte[] bytes = writer.toByteArray();
    WeaveResult result = assertTimeoutPreemptively(LIMIT, () -> ClassPool.of().weave(bytes));
    assertEquals(1, result.messages().size(), () -> result.messages().toString());
    assertTrue(
        result.messages().get(0).contains("values to keep track of"), result.messages()::toString);
  }

  /** An attribute of code that has the name of one of methods; the JVM ignores it there. */
  private static final class Misplaced extends Attribute {
    Misplaced() {
      super("Exceptions");
    }

    @Override
    public boolean isCodeAttribute() {
      return true;
    }

    @Override
    protected ByteVector write(
        ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
      return new ByteVector().putShort(7);
    }
  }

  @Test
  void weave_attributeOfCodeNamedLikeOneOfMethods_doesNotBecomeOne() throws Exception {
    ClassWriter writer = writer(NAME, "java/lang/Object");
    method(
        writer,
        "m",
        mv -> {
          mv.visitInsn(ICONST_3);
          mv.visitAttribute(new Misplaced());
        });
    ClassPool pool = ClassPool.of().with(NAME, writer.toByteArray());
    assertEquals(3, pool.plainLoader().loadClass("adversarial.Shape").getMethod("m").invoke(null));
    assertEquals(3, pool.wovenLoader().loadClass("adversarial.Shape").getMethod("m").invoke(null));
  }

  @Test
  void weave_lambdaOfMissingType_reflectionDoesNotNeedIt() throws Exception {
    ClassWriter writer = writer(NAME, "java/lang/Object");
    method(writer, "body", mv -> mv.visitInsn(ICONST_1));
    method(
        writer,
        "unused",
        mv -> {
          call(mv, "body");
          mv.visitInvokeDynamicInsn(
              "get", "()Lmissing/Supplier;", metafactory(), body(), handle(), body());
          mv.visitInsn(POP);
        });
    ClassPool pool = ClassPool.of().with(NAME, writer.toByteArray());
    Class<?> plain = pool.plainLoader().loadClass("adversarial.Shape");
    Class<?> woven = pool.wovenLoader().loadClass("adversarial.Shape");
    assertEquals(2, plain.getDeclaredMethods().length);
    assertTrue(woven.getDeclaredMethods().length > 2);
  }

  private static Type body() {
    return Type.getMethodType("()I");
  }

  private static Handle handle() {
    return new Handle(H_INVOKESTATIC, NAME, "body", "()I", false);
  }

  private static Handle metafactory() {
    return new Handle(
        H_INVOKESTATIC,
        "java/lang/invoke/LambdaMetafactory",
        "metafactory",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
            + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
            + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
        false);
  }

  @Test
  void weave_superclassesInACycle_ends() {
    String other = "adversarial/Other";
    ClassPool pool =
        ClassPool.of()
            .with(NAME, inCycle(NAME, other))
            .with(other, inCycle(other, NAME))
            .with("adversarial/I", withDefaultMethod("adversarial/I"))
            .with("adversarial/J", withDefaultMethod("adversarial/J"));
    assertTimeoutPreemptively(LIMIT, () -> pool.weave(NAME));
  }

  private static byte[] inCycle(String name, String superName) {
    ClassWriter writer = writer(name, superName, "adversarial/I", "adversarial/J");
    MethodVisitor mv = writer.visitMethod(ACC_PUBLIC, "m", "()V", null, null);
    mv.visitCode();
    mv.visitVarInsn(ALOAD, 0);
    mv.visitMethodInsn(INVOKESPECIAL, superName, "other", "()V", false);
    mv.visitInsn(RETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
    return writer.toByteArray();
  }

  private static byte[] withDefaultMethod(String name) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT;
    writer.visit(V17, access, name, null, "java/lang/Object", null);
    writer.visitAnnotation("Ldev/weft/Suspendable;", true).visitEnd();
    MethodVisitor mv = writer.visitMethod(ACC_PUBLIC, "other", "()V", null, null);
    mv.visitCode();
    mv.visitInsn(RETURN);
    mv.visitMaxs(0, 0);
    mv.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void weave_manySuperclassesWithTheSameConflict_notInExponentialTime() {
    ClassPool pool =
        ClassPool.of()
            .with("adversarial/I", withDefaultMethod("adversarial/I"))
            .with("adversarial/J", withDefaultMethod("adversarial/J"));
    int depth = 60;
    for (int i = 0; i < depth; i++) {
      String superName = i == 0 ? "java/lang/Object" : NAME + (i - 1);
      ClassWriter writer = writer(NAME + i, superName, "adversarial/I", "adversarial/J");
      if (i == 0) {
        MethodVisitor mv = writer.visitMethod(ACC_PUBLIC, "other", "()V", null, null);
        mv.visitCode();
        mv.visitInsn(RETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
      }
      pool.with(NAME + i, writer.toByteArray());
    }
    WeaveResult result = assertTimeoutPreemptively(LIMIT, () -> pool.weave(NAME + (depth - 1)));
    assertEquals(Optional.empty(), result.bytes());
  }
}
