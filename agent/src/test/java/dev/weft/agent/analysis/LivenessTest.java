package dev.weft.agent.analysis;

import static dev.weft.agent.kit.MethodSketch.facts;
import static dev.weft.agent.kit.MethodSketch.point;
import static dev.weft.agent.kit.MethodSketch.pointOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class LivenessTest {
  private static String liveAtPoint(String descriptor, Consumer<MethodVisitor> code) {
    MethodFacts facts = facts(descriptor, code);
    return facts.liveness().acrossCall(pointOf(facts)).toString();
  }

  @Test
  void liveness_variableReadAfterCall_live() {
    assertEquals(
        "{1}",
        liveAtPoint(
            "(II)V",
            mv -> {
              point(mv);
              mv.visitVarInsn(Opcodes.ILOAD, 1);
              mv.visitInsn(Opcodes.POP);
            }));
  }

  @Test
  void liveness_variableDeadAfterCall_notLive() {
    assertEquals(
        "{}",
        liveAtPoint(
            "(I)V",
            mv -> {
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitInsn(Opcodes.POP);
              point(mv);
            }));
  }

  @Test
  void liveness_variableWrittenBeforeRead_notLive() {
    assertEquals(
        "{}",
        liveAtPoint(
            "(I)V",
            mv -> {
              point(mv);
              mv.visitInsn(Opcodes.ICONST_1);
              mv.visitVarInsn(Opcodes.ISTORE, 0);
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitInsn(Opcodes.POP);
            }));
  }

  @Test
  void liveness_incrementAfterCall_live() {
    assertEquals(
        "{0}",
        liveAtPoint(
            "(I)V",
            mv -> {
              point(mv);
              mv.visitIincInsn(0, 1);
            }));
  }

  @Test
  void liveness_longReadAfterCall_namedByItsFirstSlot() {
    assertEquals(
        "{0, 2}",
        liveAtPoint(
            "(JI)V",
            mv -> {
              point(mv);
              mv.visitVarInsn(Opcodes.LLOAD, 0);
              mv.visitInsn(Opcodes.POP2);
              mv.visitVarInsn(Opcodes.ILOAD, 2);
              mv.visitInsn(Opcodes.POP);
            }));
  }

  @Test
  void liveness_readEarlierInLoop_liveAcrossTheBackEdge() {
    assertEquals(
        "{0}",
        liveAtPoint(
            "(I)V",
            mv -> {
              Label head = new Label();
              Label end = new Label();
              mv.visitLabel(head);
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitJumpInsn(Opcodes.IFEQ, end);
              point(mv);
              mv.visitJumpInsn(Opcodes.GOTO, head);
              mv.visitLabel(end);
            }));
  }

  @Test
  void liveness_readOnOneBranchOnly_live() {
    assertEquals(
        "{0, 1}",
        liveAtPoint(
            "(II)V",
            mv -> {
              Label other = new Label();
              point(mv);
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitJumpInsn(Opcodes.IFEQ, other);
              mv.visitVarInsn(Opcodes.ILOAD, 1);
              mv.visitInsn(Opcodes.POP);
              mv.visitLabel(other);
            }));
  }

  @Test
  void liveness_readInSwitchCase_live() {
    assertEquals(
        "{0, 1}",
        liveAtPoint(
            "(II)V",
            mv -> {
              Label one = new Label();
              Label end = new Label();
              point(mv);
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitTableSwitchInsn(1, 1, end, one);
              mv.visitLabel(one);
              mv.visitVarInsn(Opcodes.ILOAD, 1);
              mv.visitInsn(Opcodes.POP);
              mv.visitLabel(end);
            }));
  }

  @Test
  void liveness_readInHandlerOfCall_live() {
    assertEquals("{0}", liveAtPoint("(I)V", LivenessTest::readsInHandler));
  }

  private static void readsInHandler(MethodVisitor mv) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label done = new Label();
    mv.visitTryCatchBlock(start, end, handler, null);
    mv.visitLabel(start);
    point(mv);
    mv.visitLabel(end);
    mv.visitJumpInsn(Opcodes.GOTO, done);
    mv.visitLabel(handler);
    mv.visitInsn(Opcodes.POP);
    mv.visitVarInsn(Opcodes.ILOAD, 0);
    mv.visitInsn(Opcodes.POP);
    mv.visitLabel(done);
  }

  @Test
  void liveness_storeInsideTryReadInHandler_oldValueStaysLiveBeforeIt() {
    assertEquals(
        "{0}",
        liveAtPoint(
            "(I)V",
            mv -> {
              Label start = new Label();
              Label end = new Label();
              Label handler = new Label();
              Label done = new Label();
              mv.visitTryCatchBlock(start, end, handler, null);
              point(mv);
              mv.visitLabel(start);
              mv.visitInsn(Opcodes.ICONST_1);
              mv.visitVarInsn(Opcodes.ISTORE, 0);
              mv.visitLabel(end);
              mv.visitJumpInsn(Opcodes.GOTO, done);
              mv.visitLabel(handler);
              mv.visitInsn(Opcodes.POP);
              mv.visitVarInsn(Opcodes.ILOAD, 0);
              mv.visitInsn(Opcodes.POP);
              mv.visitLabel(done);
            }));
  }
}
