package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.verify;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.hazard.targets.Construction;
import dev.weft.hazard.targets.Program;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Label;

/** Hazards 1-8, 92 and 95: suspensions around the construction of objects. */
class ConstructionHazardsIT {

  @Test
  void h01_newWithSuspendedArguments() {
    verify(Construction.BothArguments.class);
    verify(Construction.WideArguments.class);
  }

  @Test
  void h01_newWithSuspendedArguments_inLoopTryAndArray() {
    verify(Construction.Uses.class);
    verify(Construction.InLoopAndTry.class, 0, 1, 2, 9);
  }

  @Test
  void h02_nestedNew() {
    verify(Construction.Nested.class);
    verify(Construction.NestedSameClass.class);
  }

  @Test
  void h03_branchInsideConstructorArguments() {
    verify(Construction.BranchInArguments.class, 0, 1, 2);
  }

  @Test
  void h04_classIsInitialisedBeforeArguments() {
    verify(Target.of(Construction.InitialisationOrder.class).freshEachRun(), 0, 1, 2);
  }

  @Test
  void h05_unconstructedReferenceKeptInLocal() {
    verify(
        program(
            "H05KeptInLocal",
            mv -> {
              newPair(mv);
              mv.visitInsn(DUP);
              mv.visitInsn(DUP);
              mv.visitVarInsn(ASTORE, 2);
              s(mv, 1);
              s(mv, 2);
              initPair(mv);
              mv.visitInsn(POP);
              s(mv, 3);
              logInt(mv);
              mv.visitVarInsn(ALOAD, 2);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h05_unconstructedReferenceOnlyInLocals() {
    verify(
        program(
            "H05OnlyInLocals",
            mv -> {
              newPair(mv);
              mv.visitInsn(DUP);
              mv.visitVarInsn(ASTORE, 2);
              mv.visitVarInsn(ASTORE, 3);
              s(mv, 1);
              mv.visitVarInsn(ISTORE, 4);
              mv.visitVarInsn(ALOAD, 3);
              mv.visitVarInsn(ILOAD, 4);
              s(mv, 2);
              initPair(mv);
              s(mv, 3);
              logInt(mv);
              mv.visitVarInsn(ALOAD, 2);
              log(mv);
              mv.visitVarInsn(ALOAD, 3);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h06_newWithoutDup() {
    verify(
        program(
            "H06NoDup",
            mv -> {
              newPair(mv);
              s(mv, 1);
              s(mv, 2);
              initPair(mv);
              s(mv, 3);
              box(mv);
              mv.visitInsn(ARETURN);
            }));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 8, 12})
  void h06_newWithManyCopies(int copies) {
    verify(
        program(
            "H06Copies" + copies,
            mv -> {
              newPair(mv);
              for (int i = 1; i < copies; i++) {
                mv.visitInsn(DUP);
              }
              s(mv, 1);
              s(mv, 2);
              initPair(mv);
              // The first copy is compared with all the others.
              mv.visitVarInsn(ASTORE, 2);
              for (int i = 2; i < copies; i++) {
                logWhetherSame(mv, 2);
                s(mv, i);
                logInt(mv);
              }
              mv.visitVarInsn(ALOAD, 2);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h06_newWithDupX1AndSwap() {
    String integer = "java/lang/Integer";
    verify(
        program(
            "H06DupX1Swap",
            mv -> {
              s(mv, 77);
              mv.visitTypeInsn(NEW, integer); // int, new
              mv.visitInsn(DUP_X1); // new, int, new
              mv.visitInsn(SWAP); // new, new, int
              s(mv, 1);
              mv.visitInsn(IADD);
              mv.visitMethodInsn(INVOKESPECIAL, integer, "<init>", "(I)V", false);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h07_interleavedUnconstructedCopies() {
    verify(
        program(
            "H07Interleaved",
            mv -> {
              newPair(mv);
              mv.visitInsn(DUP);
              push(mv, 7);
              mv.visitInsn(SWAP); // new, 7, new
              s(mv, 1);
              s(mv, 2);
              initPair(mv); // pair, 7
              s(mv);
              logInt(mv);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h07_twoObjectsInterleaved() {
    verify(
        program(
            "H07TwoObjects",
            mv -> {
              newPair(mv);
              newPair(mv);
              mv.visitInsn(DUP2); // a, b, a, b
              s(mv, 1);
              push(mv, 2);
              initPair(mv); // a, B, a
              s(mv, 3);
              s(mv, 4);
              initPair(mv); // A, B
              s(mv, 5);
              logInt(mv);
              log(mv);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h07_unconstructedBetweenWideValues() {
    verify(
        program(
            "H07WideBetween",
            mv -> {
              mv.visitLdcInsn(5L);
              newPair(mv);
              mv.visitInsn(DUP_X2); // new, 5L, new
              s(mv, 1);
              s(mv, 2);
              initPair(mv); // pair, 5L
              s(mv, 3);
              logInt(mv);
              logLong(mv);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h08_unconstructedInLocalsAcrossMerge() {
    verify(
        program(
            "H08AcrossMerge",
            mv -> {
              Label other = new Label();
              Label merge = new Label();
              newPair(mv);
              mv.visitInsn(DUP);
              mv.visitVarInsn(ASTORE, 2);
              mv.visitVarInsn(ILOAD, 1);
              mv.visitJumpInsn(IFEQ, other);
              s(mv, 1);
              mv.visitVarInsn(ISTORE, 3);
              mv.visitJumpInsn(GOTO, merge);
              mv.visitLabel(other);
              s(mv, 2);
              mv.visitVarInsn(ISTORE, 3);
              mv.visitLabel(merge);
              mv.visitVarInsn(ILOAD, 3);
              s(mv, 4);
              initPair(mv);
              s(mv, 5);
              logInt(mv);
              mv.visitVarInsn(ALOAD, 2);
              mv.visitInsn(ARETURN);
            }),
        0,
        1);
  }

  @Test
  void h08_unconstructedAcrossLoop() {
    verify(
        program(
            "H08AcrossLoop",
            mv -> {
              Label loop = new Label();
              newPair(mv);
              mv.visitInsn(DUP);
              mv.visitVarInsn(ASTORE, 2);
              mv.visitVarInsn(ASTORE, 3);
              push(mv, 0);
              mv.visitVarInsn(ISTORE, 4);
              push(mv, 3);
              mv.visitVarInsn(ISTORE, 5);
              mv.visitLabel(loop);
              mv.visitVarInsn(ILOAD, 4);
              s(mv, 10);
              mv.visitInsn(IADD);
              mv.visitVarInsn(ISTORE, 4);
              mv.visitIincInsn(5, -1);
              mv.visitVarInsn(ILOAD, 5);
              s(mv);
              mv.visitJumpInsn(IFNE, loop);
              mv.visitVarInsn(ALOAD, 2);
              mv.visitVarInsn(ILOAD, 4);
              s(mv, 1);
              initPair(mv);
              mv.visitVarInsn(ALOAD, 3);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h92_interfaceWithInitialiserIsNotInitialisedByItsClasses() {
    verify(Target.of(Construction.InterfaceInitialisation.class).freshEachRun());
  }

  @Test
  void h95_localOfInaccessibleType() {
    Class<? extends Program> program = Construction.InaccessibleType.class;
    byte[] classFile = SuspendPoints.classFile(Target.of(program), program.getName());
    assertTrue(
        new String(classFile, StandardCharsets.ISO_8859_1).contains("AbstractStringBuilder"),
        "the compiler no longer infers the type this test is about");
    verify(program, 0, 1);
  }

  private static void logWhetherSame(org.objectweb.asm.MethodVisitor mv, int local) {
    Label same = new Label();
    Label end = new Label();
    mv.visitVarInsn(ALOAD, local);
    mv.visitJumpInsn(IF_ACMPEQ, same);
    push(mv, 0);
    logInt(mv);
    mv.visitJumpInsn(GOTO, end);
    mv.visitLabel(same);
    push(mv, 1);
    logInt(mv);
    mv.visitLabel(end);
  }
}
