package dev.weft.hazard;

import static dev.weft.hazard.GeneratedPrograms.*;
import static dev.weft.hazard.HazardHarness.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.*;

import dev.weft.continuation.Continuation;
import dev.weft.hazard.targets.ControlFlow;
import dev.weft.hazard.targets.Suspending;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hazards 38-42: branches, loops, and methods with very many suspend points. */
class ControlFlowHazardsIT {

  @AfterEach
  void stopSuspending() {
    Suspending.enable(false);
  }

  @Test
  void h38_switches() {
    verify(ControlFlow.Switches.class, 0, 1, 2, 3, 4);
  }

  @Test
  void h39_continueOuterThroughFinally() {
    verify(ControlFlow.ContinueOuter.class, 0, 1, 2, 5, 7);
  }

  @Test
  void h40_loopWithoutExit() {
    ControlFlow.Endless program = new ControlFlow.Endless();
    Continuation continuation = new Continuation(Suspending.SCOPE, () -> program.run(0));
    Log.take();
    Suspending.enable(true);
    for (int i = 0; i < 10; i++) {
      continuation.run();
    }
    assertFalse(continuation.isDone());
    assertEquals(IntStream.range(0, 9).mapToObj(Integer::toString).toList(), Log.take());
    SuspendPoints.assertAllCaptured(Target.of(ControlFlow.Endless.class));
  }

  @Test
  void h40_loopLeftByExceptionOnly() {
    verify(ControlFlow.EndlessUntilThrow.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {130, 260, 520})
  void h41_manySuspendPoints(int points) {
    verify(manyPoints("H41Points" + points, points));
  }

  @ParameterizedTest
  @ValueSource(ints = {1200, 2500, 4500})
  void h42_tooManySuspendPoints_plainBodyOrClearRefusal(int points) {
    Target target = manyPoints("H42Points" + points, points);
    HazardHarness.verifyPlain(target);
    Outcome outcome = HazardHarness.suspended(target, 0);
    Outcome expected = Outcome.returned(HazardHarness.plainResult(target, 0));
    if (!outcome.result().equals(expected.result())) {
      assertTrue(outcome.result().contains("PinnedException"), outcome::toString);
      assertTrue(outcome.result().contains("H42Points" + points + ".run"), outcome::toString);
      assertTrue(
          List.of("64", "large", "big", "points").stream().anyMatch(outcome.result()::contains),
          () -> "no reason in " + outcome);
    }
  }

  /** Found by the fuzzer: the line came from the point that was restored last in the code. */
  @Test
  void h76_exceptionBehindPoint_hasTheLineOfTheSource() {
    HazardHarness.verify(ControlFlow.FailingBehindPoint.class, 0, 1);
  }

  private static Target manyPoints(String name, int points) {
    return program(
        name,
        mv -> {
          mv.visitLdcInsn(1L);
          mv.visitVarInsn(LSTORE, 2);
          for (int i = 0; i < points; i++) {
            mv.visitVarInsn(LLOAD, 2);
            s(mv, i % 100);
            mv.visitInsn(I2L);
            mv.visitInsn(LADD);
            mv.visitVarInsn(LSTORE, 2);
          }
          mv.visitVarInsn(LLOAD, 2);
          mv.visitMethodInsn(
              INVOKESTATIC, "java/lang/Long", "valueOf", "(J)Ljava/lang/Long;", false);
          mv.visitInsn(ARETURN);
        });
  }
}
