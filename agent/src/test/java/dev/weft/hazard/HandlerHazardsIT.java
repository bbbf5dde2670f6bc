package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.continuation.Continuation;
import dev.weft.hazard.targets.Finally;
import dev.weft.hazard.targets.Handlers;
import dev.weft.hazard.targets.Suspending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;

/** Hazards 20-32, 34, 35 and 68: suspensions in and around exception handlers. */
class HandlerHazardsIT {

  @AfterEach
  void stopSuspending() {
    Suspending.enable(false);
  }

  @Test
  void h20_handlerFrameIncludesStores() {
    verify(Handlers.StoresInTry.class, 0, 1, 2);
  }

  @Test
  void h20_localOfUnlikeTypesInsideTry() {
    // Local 2 is an int, then a reference, then a long inside the range: unusable in the handler.
    verify(
        program(
            "H20UnlikeTypes",
            mv -> {
              Label start = new Label();
              Label end = new Label();
              Label handler = new Label();
              mv.visitTryCatchBlock(start, end, handler, "java/lang/ArithmeticException");
              mv.visitLdcInsn("kept");
              mv.visitVarInsn(ASTORE, 5);
              mv.visitLabel(start);
              s(mv, 1);
              mv.visitVarInsn(ISTORE, 2);
              s(mv, 10);
              mv.visitVarInsn(ILOAD, 1);
              mv.visitInsn(IDIV);
              logInt(mv);
              mv.visitLdcInsn("reference");
              mv.visitVarInsn(ASTORE, 2);
              s(mv, 10);
              mv.visitVarInsn(ILOAD, 1);
              s(mv, 1);
              mv.visitInsn(ISUB);
              mv.visitInsn(IDIV);
              logInt(mv);
              mv.visitLdcInsn(7L);
              mv.visitVarInsn(LSTORE, 2);
              s(mv, 3);
              logInt(mv);
              mv.visitLabel(end);
              mv.visitVarInsn(LLOAD, 2);
              logLong(mv);
              mv.visitVarInsn(ALOAD, 5);
              mv.visitInsn(ARETURN);
              mv.visitLabel(handler);
              s(mv, 4);
              logInt(mv);
              mv.visitVarInsn(ASTORE, 2);
              mv.visitVarInsn(ALOAD, 5);
              log(mv);
              mv.visitVarInsn(ALOAD, 2);
              mv.visitMethodInsn(
                  INVOKEVIRTUAL,
                  "java/lang/Throwable",
                  "getMessage",
                  "()Ljava/lang/String;",
                  false);
              mv.visitInsn(ARETURN);
            }),
        0,
        1,
        2);
  }

  @Test
  void h21_localsAfterExceptionOnResume() {
    verify(Handlers.LocalsAfterThrow.class);
  }

  @Test
  void h22_nestedHandlersAndFinally() {
    verify(Finally.NestedHandlers.class, 0, 1, 2, 3);
    assertEquals(
        "[D32, E4, B5]", HazardHarness.suspended(Finally.NestedHandlers.class, 0).log().toString());
  }

  @Test
  void h23_suspendInCatch_exceptionLive() {
    verify(Handlers.SuspendInCatch.class, 0, 1);
  }

  @Test
  void h23_suspendInCatch_recursion_traceNamesEachLevelOnce() {
    verify(Handlers.SuspendInCatchRecursively.class, 0, 1, 3, 5, 8);
  }

  /** Found by the fuzzer: the trace ended below the caller that was on the heap. */
  @Test
  void h23_exceptionHeldAcrossSuspension_traceNamesAllCallers() {
    HazardHarness.verify(Handlers.HeldAcrossSuspension.class);
  }

  /** Found by the fuzzer: the callers of the method that made the exception were not named. */
  @Test
  void h23_exceptionMadeByACaller_traceNamesAllCallers() {
    HazardHarness.verify(Handlers.MadeByACaller.class);
  }

  /** Found by the fuzzer: the callers of a method that returned what another threw were lost. */
  @Test
  void h23_exceptionMadeByACallee_traceNamesAllCallers() {
    HazardHarness.verify(Handlers.MadeByACallee.class, 0, 1);
  }

  @Test
  void h24_suspendInFinally() {
    verify(Finally.SuspendInFinally.class, 0, 1, 2, 3, 4);
  }

  @Test
  void h25_returnValueWaitsForFinally() {
    verify(Finally.ReturnThroughFinally.class, 0, 1, 2);
  }

  @Test
  void h26_finallyOverridesReturn() {
    verify(Finally.FinallyOverrides.class, 0, 1, 2);
  }

  @Test
  void h27_suspendIsOnlyInstructionInTry() {
    verify(Handlers.OnlyInstructionInTry.class);
  }

  @Test
  void h28_catchThrowable_doesNotSeeSuspension() {
    verify(Finally.CatchEverything.class, 0, 1);
  }

  @Test
  void h29_multiCatchOfOwnControlExceptions() {
    verify(Handlers.OwnControlException.class, 0, 1);
  }

  @Test
  void h30_orderedSubclassHandlers() {
    verify(Handlers.OrderedHandlers.class, 0, 1, 2, 3);
  }

  @Test
  void h31_nullReceiverBeforeFirstSuspend() {
    verify(Handlers.NullReceiver.class, 0, 1, 2);
  }

  @Test
  void h31_deadHandler() {
    // The range holds nothing that throws; a weaver may not leave its handler without a frame.
    verify(
        program(
            "H31DeadHandler",
            mv -> {
              Label start = new Label();
              Label end = new Label();
              Label handler = new Label();
              Label done = new Label();
              mv.visitTryCatchBlock(start, end, handler, "java/lang/IllegalStateException");
              mv.visitLabel(start);
              push(mv, 5);
              mv.visitVarInsn(ISTORE, 2);
              mv.visitLabel(end);
              mv.visitVarInsn(ILOAD, 2);
              s(mv);
              logInt(mv);
              mv.visitJumpInsn(GOTO, done);
              mv.visitLabel(handler);
              log(mv);
              mv.visitLabel(done);
              s(mv, 6);
              box(mv);
              mv.visitInsn(ARETURN);
            }));
  }

  @Test
  void h32_throwDeepAfterResume_thenSuspendAgain() {
    verify(Handlers.ThrowDeep.class, 0, 1);
  }

  @Test
  void h34_tryWithResources() {
    verify(Finally.Resources.class, 0, 1, 2, 3, 4, 5);
  }

  @Test
  void h35_uncaughtException_stateIsReset() {
    Handlers.OwnException program = new Handlers.OwnException();
    Suspending.enable(true);
    Continuation failed = new Continuation(Suspending.SCOPE, () -> program.run(1));
    failed.run();
    assertEquals("throwIt", failed.stackTrace()[1].getMethodName());
    failed.run();
    Exception thrown = assertThrows(Exception.class, failed::run);
    assertEquals("mine", thrown.getMessage());
    assertTrue(failed.isDone());
    assertEquals(0, failed.stackTrace().length);
    assertTrue(Continuation.current(Suspending.SCOPE).isEmpty());
    IllegalStateException again = assertThrows(IllegalStateException.class, failed::run);
    assertTrue(again.getMessage().contains("is done"), again::getMessage);
    assertThrows(IllegalStateException.class, failed::copy);

    Object[] result = new Object[1];
    Continuation next = new Continuation(Suspending.SCOPE, () -> result[0] = program.run(0));
    while (!next.isDone()) {
      next.run();
    }
    assertEquals("truemine2", result[0]);
  }

  @Test
  void h68_userExceptionKeepsItsType() {
    verify(Handlers.OwnException.class, 0, 1);
  }
}
