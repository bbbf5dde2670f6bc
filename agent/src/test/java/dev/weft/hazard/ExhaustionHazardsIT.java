package dev.weft.hazard;

import static dev.weft.hazard.HazardHarness.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.continuation.Continuation;
import dev.weft.hazard.targets.Exhaustion;
import dev.weft.hazard.targets.Suspending;
import dev.weft.hub.Hub;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hazards 69, 70 and 94: memory or stack runs out while a coroutine is being captured. */
class ExhaustionHazardsIT {
  private static final int SMALL_STACK = 512 * 1024;

  @AfterEach
  void stopSuspending() {
    Suspending.enable(false);
  }

  /** The deepest has more frames than the reserve holds; nobody frees memory in between. */
  @ParameterizedTest
  @ValueSource(ints = {10, 2000, 3500})
  void h69_outOfMemoryWhileCapturing_endsThatCoroutineOnly(int depth) {
    assertPasses("plain", depth);
  }

  /** Three times what the reserve holds, and more. */
  @ParameterizedTest
  @ValueSource(ints = {10, 2000, 3500, 10_000})
  void h94_outOfMemoryWhileCapturing_deliveredOnceInnermostFirst(int depth) {
    assertPasses("catching", depth);
  }

  private static void assertPasses(String kind, int depth) {
    ForkedJvm.Result result =
        ForkedJvm.withAgent(
            MemoryExhaustion.class,
            List.of(kind, Integer.toString(depth)),
            List.of("-Xmx24m", "-Xss8m", "-XX:+UseSerialGC", "-XX:SoftRefLRUPolicyMSPerMB=0"));
    assertEquals(0, result.exit(), result.output());
    assertTrue(result.output().contains("passed"), result.output());
  }

  @Test
  void h94_outOfMemoryWhileATaskBeginsToWait_waitsNoMore() throws Exception {
    assertEquals("true caught", Hub.call(Exhaustion::waiting));
  }

  @Test
  void h94_outOfMemoryWhileAGeneratorYields_valueIsGone() {
    assertEquals("[running, 2]", Exhaustion.yielding());
  }

  @Test
  void h70_stackOverflowCaught_coroutineGoesOn() {
    verify(Exhaustion.Overflow.class);
  }

  @Test
  void h69_stackOverflowWhileCapturing_endsThatCoroutineOnly() throws Exception {
    onSmallStack(ExhaustionHazardsIT::sweepTheLimit);
  }

  private static void sweepTheLimit() {
    int[] result = new int[1];
    int[] untouched = new int[1];
    Suspending.enable(true);
    Continuation bystander =
        new Continuation(Suspending.SCOPE, () -> untouched[0] = Exhaustion.bystander());
    bystander.run();
    int overflows = 0;
    for (int depth = 500; overflows < 300; depth += overflows == 0 ? 50 : 3) {
      int n = depth;
      Continuation deep = new Continuation(Suspending.SCOPE, () -> result[0] = Exhaustion.down(n));
      try {
        deep.run();
        assertTrue(!deep.isDone());
        deep.run();
        assertEquals(n, result[0]);
      } catch (StackOverflowError e) {
        overflows++;
        depth -= overflows == 1 ? 200 : 0;
      }
      assertTrue(deep.isDone());
      if (!bystander.isDone()) {
        bystander.run();
      }
    }
    while (!bystander.isDone()) {
      bystander.run();
    }
    assertEquals(500500, untouched[0]);
  }

  @Test
  void h94_stackOverflowWhileCapturing_deliveredOnceInnermostFirst() throws Exception {
    onSmallStack(ExhaustionHazardsIT::sweepTheLimitCatching);
  }

  private static void sweepTheLimitCatching() {
    Suspending.enable(true);
    int overflows = 0;
    int[] result = new int[1];
    for (int depth = 500; overflows < 300; depth += overflows == 0 ? 50 : 3) {
      int n = depth;
      int[] caught = new int[depth + 3];
      Continuation deep =
          new Continuation(
              Suspending.SCOPE, () -> result[0] = Exhaustion.downCatching(n, caught, false));
      try {
        deep.run();
        assertTrue(!deep.isDone());
        deep.run();
        assertEquals(n, result[0]);
        assertEquals(0, caught[0]);
      } catch (StackOverflowError e) {
        overflows++;
        depth -= overflows == 1 ? 200 : 0;
        for (int i = 2; i <= caught[0]; i++) {
          assertTrue(caught[i] > caught[i - 1], "handlers ran out of order");
        }
      }
      assertTrue(deep.isDone());
    }
  }

  private static void onSmallStack(Runnable body) throws Exception {
    FutureTask<Void> task = new FutureTask<>(body, null);
    new Thread(null, task, "small stack", SMALL_STACK).start();
    task.get(120, TimeUnit.SECONDS);
  }
}
