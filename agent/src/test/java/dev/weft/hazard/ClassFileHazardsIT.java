package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.suspended;
import static dev.weft.hazard.HazardHarness.verify;
import static dev.weft.hazard.HazardHarness.verifyPlain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Hazards 72, 77, 81 and 100: limits and versions of class files. */
class ClassFileHazardsIT {
  private static final int JIT_LIMIT = 8_000;

  /** Class file versions are 44 above the feature version of the JDK. */
  static IntStream versions() {
    return IntStream.rangeClosed(45, Runtime.version().feature() + 44);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void h77_classFileVersion_suspends(int version) {
    verify(versionProgram("H77Version" + version, version), 0, 1);
  }

  private static Target versionProgram(String name, int version) {
    return program(
        name,
        version,
        mv -> {
          Label other = new Label();
          Label end = new Label();
          mv.visitVarInsn(ILOAD, 1);
          mv.visitJumpInsn(IFEQ, other);
          mv.visitLdcInsn("text");
          mv.visitVarInsn(ASTORE, 2);
          mv.visitJumpInsn(GOTO, end);
          mv.visitLabel(other);
          s(mv, 7);
          box(mv);
          mv.visitVarInsn(ASTORE, 2);
          mv.visitLabel(end);
          mv.visitLdcInsn(5L);
          s(mv, 8);
          logInt(mv);
          logLong(mv);
          mv.visitVarInsn(ALOAD, 2);
          mv.visitInsn(ARETURN);
        },
        type -> {});
  }

  @Test
  void h77_jsrAndRet_suspends() {
    Target target =
        program(
            "H77Jsr",
            49,
            mv -> {
              Label subroutine = new Label();
              mv.visitJumpInsn(JSR, subroutine);
              mv.visitJumpInsn(JSR, subroutine);
              mv.visitLdcInsn("done");
              mv.visitInsn(ARETURN);
              mv.visitLabel(subroutine);
              mv.visitVarInsn(ASTORE, 2);
              s(mv, 3);
              logInt(mv);
              mv.visitVarInsn(RET, 2);
            },
            type -> {});
    verify(target);
  }

  private static void assertRefused(Target target, String place) {
    String result = suspended(target, 0).result();
    assertTrue(result.contains("PinnedException"), result);
    assertTrue(result.contains(place), result);
    assertTrue(!result.contains("the method is not woven; mark it"), result);
  }

  @Test
  void h72_bodyPastJitLimit_locatedWarningAndRight() {
    ForkedJvm.Result result = ForkedJvm.withAgent(LargeMethod.class, List.of(), List.of());
    assertEquals(0, result.exit(), result.output());
    assertTrue(result.output().contains("H72Large"), result.output());
    assertTrue(result.output().replace(",", "").contains("8000"), result.output());
  }

  @Test
  void h72_bodyPastFormatLimit_locatedRefusalWorksPlain() {
    Target target = manyCalls("H72TooLarge", 3500);
    verifyPlain(target);
    assertRefused(target, "H72TooLarge.run");
  }

  /** Calls with several live values: four bytes of the original become dozens. */
  static Target manyCalls(String name, int calls) {
    return program(
        name,
        mv -> {
          s(mv, 1);
          mv.visitVarInsn(ISTORE, 2);
          mv.visitLdcInsn(2L);
          mv.visitVarInsn(LSTORE, 3);
          mv.visitLdcInsn("text");
          mv.visitVarInsn(ASTORE, 5);
          for (int i = 0; i < calls; i++) {
            mv.visitVarInsn(ILOAD, 2);
            s(mv, i % 5);
            mv.visitInsn(IADD);
            mv.visitVarInsn(ISTORE, 2);
          }
          mv.visitVarInsn(ILOAD, 2);
          logInt(mv);
          mv.visitVarInsn(LLOAD, 3);
          logLong(mv);
          mv.visitVarInsn(ALOAD, 5);
          mv.visitInsn(ARETURN);
        });
  }

  @Test
  void h81_roomForOneMoreArgument_suspends() {
    verify(manyArguments("H81Static254", true, 254));
    verify(manyArguments("H81Instance253", false, 253));
    verify(manyArguments("H81Static200", true, 200));
  }

  @Test
  void h81_noRoomForOneMoreArgument_refusedButWorksPlain() {
    Target shared = manyArguments("H81Static255", true, 255);
    verifyPlain(shared);
    assertRefused(shared, "H81Static255.m");
    Target instance = manyArguments("H81Instance254", false, 254);
    verifyPlain(instance);
    assertRefused(instance, "H81Instance254.m");
  }

  /** A method whose parameters take that many slots: longs, and an int when the number is odd. */
  private static Target manyArguments(String name, boolean isStatic, int slots) {
    int receiver = isStatic ? 0 : 1;
    String descriptor = "(" + "J".repeat(slots / 2) + "I".repeat(slots % 2) + ")J";
    String owner = TARGETS + name;
    return program(
        name,
        V17,
        mv -> {
          if (!isStatic) {
            mv.visitVarInsn(ALOAD, 0);
          }
          for (long i = 0; i < slots / 2; i++) {
            mv.visitLdcInsn(i * i);
          }
          if (slots % 2 == 1) {
            s(mv, 9);
          }
          mv.visitMethodInsn(
              isStatic ? INVOKESTATIC : INVOKEVIRTUAL, owner, "m", descriptor, false);
          mv.visitMethodInsn(
              INVOKESTATIC, "java/lang/Long", "valueOf", "(J)Ljava/lang/Long;", false);
          mv.visitInsn(ARETURN);
        },
        type ->
            code(
                type.visitMethod(isStatic ? ACC_STATIC : 0, "m", descriptor, null, null),
                mv -> {
                  mv.visitInsn(LCONST_0);
                  s(mv, 3);
                  mv.visitInsn(I2L);
                  mv.visitInsn(LADD);
                  for (int i = 0; i < slots / 2; i++) {
                    mv.visitVarInsn(LLOAD, receiver + 2 * i);
                    mv.visitInsn(LADD);
                  }
                  if (slots % 2 == 1) {
                    mv.visitVarInsn(ILOAD, receiver + slots - 1);
                    mv.visitInsn(I2L);
                    mv.visitInsn(LADD);
                  }
                  mv.visitInsn(LRETURN);
                }));
  }

  @Test
  void h100_fourKilobytesWithSixtyCalls_staysBelowJitLimit() {
    Target target = program("H100SixtyCalls", mv -> sixtyCalls(mv));
    verify(target);
    ClassNode original = new ClassNode();
    new ClassReader(target.generated().get(target.className())).accept(original, 0);
    int before = original.methods.stream().mapToInt(ClassFileHazardsIT::size).max().orElseThrow();
    assertTrue(before > 3_500 && before < 4_500, () -> "the original has " + before + " bytes");
    ClassNode woven = new ClassNode();
    new ClassReader(WovenBytes.of(target, target.className())).accept(woven, 0);
    for (MethodNode method : woven.methods) {
      int size = size(method);
      assertTrue(size < JIT_LIMIT, () -> method.name + method.desc + ": " + size + " bytes");
    }
  }

  private static void sixtyCalls(MethodVisitor mv) {
    push(mv, 1);
    mv.visitVarInsn(ISTORE, 2);
    mv.visitLdcInsn(3L);
    mv.visitVarInsn(LSTORE, 4);
    mv.visitLdcInsn("text");
    mv.visitVarInsn(ASTORE, 6);
    for (int i = 0; i < 60; i++) {
      mv.visitVarInsn(ILOAD, 2);
      s(mv, i + 100);
      mv.visitInsn(IXOR);
      mv.visitVarInsn(ISTORE, 2);
      for (int j = 0; j < 5; j++) {
        mv.visitVarInsn(LLOAD, 4);
        mv.visitVarInsn(ILOAD, 2);
        mv.visitInsn(I2L);
        mv.visitInsn(LADD);
        mv.visitLdcInsn(31L);
        mv.visitInsn(LMUL);
        mv.visitVarInsn(LSTORE, 4);
      }
    }
    mv.visitVarInsn(LLOAD, 4);
    logLong(mv);
    mv.visitVarInsn(ALOAD, 6);
    mv.visitInsn(ARETURN);
  }

  private static int size(MethodNode method) {
    CodeSizeEvaluator evaluator = new CodeSizeEvaluator(ASM9, null) {};
    method.accept(evaluator);
    return evaluator.getMaxSize();
  }
}
