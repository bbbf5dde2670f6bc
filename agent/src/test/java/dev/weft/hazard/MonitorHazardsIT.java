package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.suspended;
import static dev.weft.hazard.HazardHarness.verify;
import static dev.weft.hazard.HazardHarness.verifyPlain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.hazard.targets.Monitors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;

/** Hazards 46-50: monitors pin the coroutine; the lock stays exact. */
class MonitorHazardsIT {

  @Test
  void h46_synchronizedBlock_pinned() {
    verifyPlain(Target.of(Monitors.Block.class));
    assertEquals(
        "returned 1MONITOR at run true3false", suspended(Monitors.Block.class, 0).result());
    verifyPlain(Target.of(Monitors.DirectlyInBlock.class));
    assertEquals(
        "returned MONITOR at runfalse2", suspended(Monitors.DirectlyInBlock.class, 0).result());
  }

  @Test
  void h46_suspensionsBesideMonitors_right() {
    verify(Monitors.LeftInEveryWay.class, 0, 1, 2, 3);
    verify(Monitors.ThrowBesideMonitor.class, 0, 1);
  }

  /** The check behind an entered monitor must not part a creation from its label. */
  @Test
  void h46_h88_creationBehindACheck_hasItsStackMaps() {
    verify(Monitors.CreatesFirst.class, 0, 1);
  }

  @Test
  void h47_sameEqualAndDroppedMonitors_pinned() {
    verifyPlain(Target.of(Monitors.SameMonitorTwice.class));
    String held = "MONITOR at run true";
    assertEquals(
        "returned " + held + held + held + "false" + held + "falsefalse5",
        suspended(Monitors.SameMonitorTwice.class, 0).result());
  }

  @Test
  void h48_synchronizedMethods_pinned() {
    verifyPlain(Target.of(Monitors.Methods.class));
    Outcome outcome = suspended(Monitors.Methods.class, 0);
    assertEquals(
        "returned MONITOR at instance trueMONITOR at shared truefalsefalse3", outcome.result());
    assertEquals(List.of("MONITOR at instance true"), outcome.log());
  }

  @Test
  void h49_monitorSetDiffersAtJoin_pinnedOrRefused() {
    Target target =
        program(
            "H49DiffersAtJoin",
            mv -> {
              Label without = new Label();
              Label start = new Label();
              Label handler = new Label();
              Label behind = new Label();
              Label end = new Label();
              mv.visitTryCatchBlock(start, handler, handler, "java/lang/IllegalStateException");
              mv.visitLdcInsn("lock");
              mv.visitVarInsn(ASTORE, 2);
              mv.visitVarInsn(ILOAD, 1);
              mv.visitJumpInsn(IFEQ, without);
              mv.visitVarInsn(ALOAD, 2);
              mv.visitInsn(MONITORENTER);
              mv.visitLabel(without); // the monitor is held, or not
              mv.visitLabel(start);
              s(mv, 1);
              logInt(mv);
              mv.visitJumpInsn(GOTO, behind);
              mv.visitLabel(handler);
              log(mv);
              mv.visitLabel(behind);
              mv.visitVarInsn(ILOAD, 1);
              mv.visitJumpInsn(IFEQ, end);
              mv.visitVarInsn(ALOAD, 2);
              mv.visitInsn(MONITOREXIT);
              mv.visitLabel(end);
              mv.visitLdcInsn("done");
              mv.visitInsn(ARETURN);
            });
    verifyPlain(target, 0, 1);
    Outcome held = suspended(target, 1);
    assertEquals("returned done", held.result());
    assertTrue(held.log().get(0).contains("PinnedException"), held::toString);
    assertTrue(held.log().get(0).contains("H49DiffersAtJoin.run"), held::toString);
    Outcome free = suspended(target, 0);
    assertEquals("returned done", free.result());
    assertTrue(
        free.log().get(0).equals("1") || free.log().get(0).contains("PinnedException"),
        free::toString);
  }

  @Test
  void h49_exitInHandlerThatCoversItself() {
    // As javac writes synchronized, but with the suspension behind a handler that loops on itself.
    verify(
        program(
            "H49HandlerCoversItself",
            mv -> {
              Label start = new Label();
              Label end = new Label();
              Label handler = new Label();
              Label handlerEnd = new Label();
              mv.visitTryCatchBlock(start, end, handler, null);
              mv.visitTryCatchBlock(handler, handlerEnd, handler, null);
              mv.visitLdcInsn("lock");
              mv.visitInsn(DUP);
              mv.visitVarInsn(ASTORE, 2);
              s(mv, 1);
              logInt(mv);
              mv.visitInsn(MONITORENTER);
              mv.visitLabel(start);
              push(mv, 2);
              logInt(mv);
              mv.visitVarInsn(ALOAD, 2);
              mv.visitInsn(MONITOREXIT);
              mv.visitLabel(end);
              s(mv, 3);
              box(mv);
              mv.visitInsn(ARETURN);
              mv.visitLabel(handler);
              mv.visitVarInsn(ASTORE, 3);
              mv.visitVarInsn(ALOAD, 2);
              mv.visitInsn(MONITOREXIT);
              mv.visitLabel(handlerEnd);
              mv.visitVarInsn(ALOAD, 3);
              mv.visitInsn(ATHROW);
            }));
  }

  @Test
  void h50_blockingOperations_blockTheThread() {
    verify(Monitors.Blocking.class);
  }
}
