package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.continuation.Continuation;
import dev.weft.generator.Generator;
import dev.weft.it.targets.Lone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Coroutines that run alone, seen from other threads, and among many others. */
@Timeout(120)
class LoneThreadsIT {

  /** While it runs alone its own state does not say that it runs. */
  @Test
  void secondThread_resumesOneThatRunsAlone_isRefused() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    boolean[] alone = new boolean[1];
    Continuation continuation =
        Lone.continuation(
            () -> {
              alone[0] = Lone.isAlone();
              inside.countDown();
              await(leave);
            });
    FutureTask<Void> runs =
        new FutureTask<>(
            () -> {
              Lone.runOften(continuation);
              return null;
            });
    new Thread(runs).start();
    inside.await();
    String refusal = assertThrows(IllegalStateException.class, continuation::run).getMessage();
    assertTrue(refusal.contains("is running already"), refusal);
    assertFalse(continuation.isDone());
    assertArrayEquals(new StackTraceElement[0], continuation.stackTrace());
    assertThrows(IllegalStateException.class, continuation::copy);
    leave.countDown();
    runs.get();
    assertTrue(alone[0]);
    continuation.run();
    assertTrue(continuation.isDone());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a thread needs for its coroutines goes with it, though they remember where they ran, and
   * somebody else remembers the thread.
   */
  @Test
  void endedThreads_keepNoMemoryByTheirCoroutines() throws Exception {
    List<Generator<Integer, Void, Void>> suspended = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    long before = used();
    for (int i = 0; i < 400; i++) {
      FutureTask<Integer> first =
          new FutureTask<>(
              () -> {
                Generator<Integer, Void, Void> endless = Lone.endless();
                suspended.add(endless);
                return endless.next();
              });
      Thread thread = new Thread(first);
      threads.add(thread);
      thread.start();
      assertEquals(0, first.get());
      thread.join();
    }
    long kept = used() - before;
    assertTrue(kept < 400 * 64 * 1024, () -> kept + " bytes");
    threads.forEach(thread -> assertFalse(thread.isAlive()));
    suspended.forEach(generator -> assertEquals(1, generator.next()));
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** As those of the common pool on a JDK 25, between two pieces of work. */
  @Test
  void threadThatLosesItsLocals_hasTheSameStack() throws Exception {
    List<Boolean> told = new ArrayList<>();
    Continuation continuation = Lone.telling(told);
    for (int i = 0; i < 100; i++) {
      ForkJoinPool.commonPool().submit(continuation::run).get();
    }
    assertEquals(Collections.nCopies(100, true), told);
  }

  /** Indices are used again, whatever the order in which coroutines come, go, ask and rest. */
  @Test
  void manyAtRandom_eachIsToldApart() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("LoneThreadsIT: -Dseed=" + seed);
    FutureTask<String> rounds = new FutureTask<>(() -> rounds(new Random(seed)));
    new Thread(rounds).start();
    assertEquals("", rounds.get());
  }

  private static String rounds(Random random) {
    List<Lone.Asking> some = new ArrayList<>();
    int lone = 0;
    for (int i = 0; i < 400_000; i++) {
      if (some.isEmpty() || random.nextInt(200) == 0) {
        some.add(new Lone.Asking());
      }
      int index = random.nextInt(4) == 0 ? random.nextInt(some.size()) : i / 50 % some.size();
      Lone.Asking asking = some.get(index);
      asking.resume(random.nextInt(100) == 0, random.nextInt(20) == 0 ? some.get(0) : null);
      if (asking.isWrong()) {
        return "step " + i;
      }
      lone += asking.wasAlone() ? 1 : 0;
      if (random.nextInt(300) == 0) {
        some.remove(index);
      }
    }
    return lone > 10_000 ? "" : "only " + lone + " ran alone";
  }
}
