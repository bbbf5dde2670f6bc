package dev.weft.hazard;

import static dev.weft.hazard.HazardHarness.drive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.SuspendableSupplier;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.hazard.outside.Garbage;
import dev.weft.hazard.targets.Leaks;
import dev.weft.hazard.targets.Suspending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Hazards 66, 71 and 99: what a suspended coroutine holds, and who may have it. */
class SuspendedStateHazardsIT {

  @AfterEach
  void stopSuspending() {
    Suspending.enable(false);
  }

  @TestFactory
  Stream<DynamicTest> h66_deadReferencesDropped_whileSuspended() {
    Map<String, SuspendableRunnable> programs =
        Map.of(
            "dead local", () -> Leaks.deadLocal(),
            "dead in caller", () -> Leaks.deadInCaller(),
            "overwritten", () -> Leaks.overwritten(),
            "refilled", () -> Leaks.refilled());
    return programs.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> suspended(entry.getValue())));
  }

  /** Runs to the last suspension, at which the object must be unreachable. */
  private static void suspended(SuspendableRunnable program) {
    Continuation continuation = new Continuation(Suspending.SCOPE, program);
    Suspending.enable(true);
    try {
      continuation.run();
      boolean collected = Garbage.isCollected(Leaks.watched);
      while (!collected && !continuation.isDone()) {
        continuation.run();
        collected = !continuation.isDone() && Garbage.isCollected(Leaks.watched);
      }
      assertTrue(collected, "a suspended frame holds a dead reference");
    } finally {
      Suspending.enable(false);
    }
  }

  @TestFactory
  Stream<DynamicTest> h66_deadReferencesDropped_whileRunning() {
    Map<String, SuspendableSupplier<Boolean>> programs =
        Map.of(
            "own frame", () -> Leaks.droppedWhileRunning(),
            "frame of caller", () -> Leaks.droppedByCaller(),
            "result", () -> Leaks.droppedResult(),
            "parameter", () -> Leaks.droppedParameter(),
            "parameter of a failed method", () -> Leaks.droppedParameterOfFailed(),
            "exception", () -> Leaks.droppedException());
    return programs.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> assertTrue(drive(entry.getValue()), entry.getKey())));
  }

  @Test
  void h71_resumedByOtherThread_seesEverything() throws Throwable {
    int rounds = 2000;
    int[] plain = new int[1]; // published by the continuation alone
    long[] sum = new long[1];
    Continuation continuation =
        new Continuation(
            Suspending.SCOPE,
            () -> {
              long local = 0;
              for (int i = 0; i < rounds; i++) {
                plain[0] += i;
                local += Suspending.s(plain[0]);
              }
              sum[0] = local;
            });
    Suspending.enable(true);
    Thread[] last = new Thread[1];
    while (!continuation.isDone()) {
      Thread thread = new Thread(continuation::run);
      thread.start();
      thread.join();
      assertTrue(thread != last[0]);
      last[0] = thread;
    }
    long expected = 0;
    int running = 0;
    for (int i = 0; i < rounds; i++) {
      running += i;
      expected += running;
    }
    assertEquals(expected, sum[0]);
  }

  @Test
  void h99_copyWhileInnerIsCaptured_refusedByName() {
    ContinuationScope inner = new ContinuationScope("generator-like");
    Continuation outer =
        new Continuation(
            Suspending.SCOPE,
            () -> {
              Suspending.s(1);
              Continuation nested =
                  new Continuation(
                      inner,
                      () -> {
                        Suspending.s(2);
                        Continuation.suspend(inner);
                      });
              nested.run();
              Suspending.s(3);
              nested.run();
            });
    Suspending.enable(true);
    outer.run();
    assertFalse(outer.copy().isDone(), "before the inner one runs");
    outer.run();
    IllegalStateException refused = assertThrows(IllegalStateException.class, outer::copy);
    assertTrue(refused.getMessage().contains("generator-like"), refused::getMessage);
    outer.run();
    assertFalse(outer.copy().isDone(), "after the inner one was suspended by itself");
    while (!outer.isDone()) {
      outer.run();
    }
    assertThrows(IllegalStateException.class, outer::copy);
  }

  @Test
  void h99_copies_shareNoFrames() {
    List<String> seen = new ArrayList<>();
    Continuation original = new Continuation(Suspending.SCOPE, () -> countUp(seen, "x"));
    Suspending.enable(true);
    original.run();
    original.run();
    Continuation copy = original.copy();
    Continuation copyOfCopy = copy.copy();
    for (Continuation each : List.of(copy, original, copyOfCopy)) {
      while (!each.isDone()) {
        each.run();
      }
      seen.add("|");
    }
    assertEquals("x0 x1 x2 x3 end6 | x2 x3 end6 | x2 x3 end6 |", String.join(" ", seen));
  }

  @Suspendable
  private static void countUp(List<String> seen, String name) {
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      seen.add(name + i);
      sum += Suspending.s(i);
    }
    seen.add("end" + sum);
  }
}
