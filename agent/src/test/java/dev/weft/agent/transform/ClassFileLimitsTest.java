package dev.weft.agent.transform;

import static dev.weft.agent.kit.ClassSketch.ofClass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.kit.ClassPool;
import dev.weft.agent.kit.ClassSketch;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Class files from before stack maps, and methods near the limits of the format. */
class ClassFileLimitsTest {
  private static final int STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

  private static void verifyPair(ClassPool pool) {
    pool.plainLoader().verify();
    pool.wovenLoader().verify();
  }

  private static void point(MethodVisitor mv) {
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, "t/A", "give", "()I", false);
  }

  /** A method {@code give} that is suspendable and no leaf: an interface call might be anything. */
  private static ClassSketch withGive(ClassSketch type) {
    return type.method(
            STATIC,
            "give()I",
            mv -> {
              mv.visitInsn(Opcodes.ACONST_NULL);
              mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true);
            })
        .suspendable();
  }

  @Test
  void weave_oldClassFileWhoseTypesAreKnown_becomesOneOfJava7() {
    byte[] woven = oldClassFile("java/lang/Integer", "java/lang/Long").woven("t/A");
    assertEquals(Opcodes.V1_7, new ClassReader(woven).readShort(6));
    verifyPair(oldClassFile("java/lang/Integer", "java/lang/Long"));
    verifyPair(oldClassFile("java/lang/Integer", "java/lang/Comparable"));
    verifyPair(oldClassFile("[I", "java/lang/Integer"));
  }

  @Test
  void weave_oldClassFileWithAMissingType_refusedWithABridge() {
    ClassPool pool = oldClassFile("t/Gone", "t/GoneToo");
    assertTrue(pool.weave("t/A").reports().toString().contains("complete the class path"));
    assertEquals(Opcodes.V1_5, new ClassReader(pool.woven("t/A")).readShort(6));
  }

  /** A class file without stack maps, in which a value of either type lives across a point. */
  private static ClassPool oldClassFile(String first, String second) {
    return ClassPool.of(
        withGive(ofClass("t/A").version(Opcodes.V1_5))
            .method(
                STATIC,
                "m("
                    + Type.getObjectType(first)
                    + Type.getObjectType(second)
                    + "I)Ljava/lang/Object;",
                mv -> {
                  Label other = new Label();
                  Label end = new Label();
                  mv.visitVarInsn(Opcodes.ILOAD, 2);
                  mv.visitJumpInsn(Opcodes.IFEQ, other);
                  mv.visitVarInsn(Opcodes.ALOAD, 0);
                  mv.visitJumpInsn(Opcodes.GOTO, end);
                  mv.visitLabel(other);
                  mv.visitVarInsn(Opcodes.ALOAD, 1);
                  mv.visitLabel(end);
                  point(mv);
                  mv.visitInsn(Opcodes.POP);
                  mv.visitInsn(Opcodes.ARETURN);
                })
            .suspendable());
  }

  /** ASM puts a limit on what it takes to widen the jumps of a method; see ClassWeaver.Writer. */
  @Test
  void weave_manyLocalsAndWideJumps_verify() {
    ClassPool pool =
        ClassPool.of(
            withGive(ofClass("t/A"))
                .method(
                    STATIC,
                    "m()V",
                    mv -> {
                      mv.visitInsn(Opcodes.ICONST_0);
                      mv.visitVarInsn(Opcodes.ISTORE, 30_000);
                      for (int i = 0; i < 52; i++) {
                        point(mv);
                      }
                      for (int i = 0; i < 52; i++) {
                        mv.visitInsn(Opcodes.POP);
                      }
                    })
                .suspendable());
    String messages = pool.weave("t/A").messages().toString();
    assertFalse(messages.contains("not woven"), messages);
    verifyPair(pool);
  }
}
