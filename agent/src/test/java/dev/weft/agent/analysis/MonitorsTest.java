package dev.weft.agent.analysis;

import static dev.weft.agent.kit.MethodSketch.facts;
import static dev.weft.agent.kit.MethodSketch.point;
import static dev.weft.agent.kit.MethodSketch.pointOf;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class MonitorsTest {
  private static final String LOCK = "(Ljava/lang/Object;I)V";

  private static void enter(MethodVisitor mv) {
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitInsn(Opcodes.MONITORENTER);
  }

  private static void exit(MethodVisitor mv) {
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitInsn(Opcodes.MONITOREXIT);
  }

  private static boolean heldAtPoint(Consumer<MethodVisitor> code) {
    MethodFacts facts = facts(LOCK, code);
    return facts.monitors().mayHoldAt(pointOf(facts));
  }

  @Test
  void monitors_betweenEnterAndExit_held() {
    assertTrue(
        heldAtPoint(
            mv -> {
              enter(mv);
              point(mv);
              exit(mv);
            }));
  }

  @Test
  void monitors_afterExit_free() {
    assertFalse(
        heldAtPoint(
            mv -> {
              enter(mv);
              exit(mv);
              point(mv);
            }));
  }

  @Test
  void monitors_nestedOneLeft_held() {
    assertTrue(
        heldAtPoint(
            mv -> {
              enter(mv);
              enter(mv);
              exit(mv);
              point(mv);
              exit(mv);
            }));
  }

  @Test
  void monitors_heldOnOneOfTwoPaths_countsAsHeld() {
    assertTrue(
        heldAtPoint(
            mv -> {
              Label join = new Label();
              mv.visitVarInsn(Opcodes.ILOAD, 1);
              mv.visitJumpInsn(Opcodes.IFEQ, join);
              enter(mv);
              mv.visitLabel(join);
              point(mv);
            }));
  }

  @Test
  void monitors_behindJavacsSynchronizedBlock_free() {
    assertFalse(heldAtPoint(MonitorsTest::synchronizedBlock));
  }

  /** As javac writes it: the handler covers its own MONITOREXIT. */
  private static void synchronizedBlock(MethodVisitor mv) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label handlerEnd = new Label();
    Label done = new Label();
    mv.visitTryCatchBlock(start, end, handler, null);
    mv.visitTryCatchBlock(handler, handlerEnd, handler, null);
    enter(mv);
    mv.visitLabel(start);
    exit(mv);
    mv.visitLabel(end);
    mv.visitJumpInsn(Opcodes.GOTO, done);
    mv.visitLabel(handler);
    mv.visitVarInsn(Opcodes.ASTORE, 2);
    exit(mv);
    mv.visitLabel(handlerEnd);
    mv.visitVarInsn(Opcodes.ALOAD, 2);
    mv.visitInsn(Opcodes.ATHROW);
    mv.visitLabel(done);
    point(mv);
  }

  @Test
  void monitors_inHandlerOfTheBlock_held() {
    assertTrue(
        heldAtPoint(
            mv -> {
              Label start = new Label();
              Label end = new Label();
              Label handler = new Label();
              Label done = new Label();
              mv.visitTryCatchBlock(start, end, handler, null);
              enter(mv);
              mv.visitLabel(start);
              mv.visitInsn(Opcodes.NOP);
              mv.visitLabel(end);
              exit(mv);
              mv.visitJumpInsn(Opcodes.GOTO, done);
              mv.visitLabel(handler);
              mv.visitInsn(Opcodes.POP);
              point(mv);
              exit(mv);
              mv.visitLabel(done);
            }));
  }

  @Test
  void monitors_loopThatOnlyEnters_terminatesHeld() {
    assertTrue(
        heldAtPoint(
            mv -> {
              Label head = new Label();
              mv.visitLabel(head);
              enter(mv);
              point(mv);
              mv.visitJumpInsn(Opcodes.GOTO, head);
            }));
  }

  @Test
  void monitors_codeBehindReturn_unreachable() {
    MethodFacts facts =
        facts(
            LOCK,
            mv -> {
              Label dead = new Label();
              point(mv);
              mv.visitInsn(Opcodes.RETURN);
              mv.visitLabel(dead);
              mv.visitInsn(Opcodes.NOP);
            });
    assertTrue(facts.monitors().isReachable(pointOf(facts)));
    assertFalse(facts.monitors().isReachable(facts.flow().size() - 1));
  }
}
