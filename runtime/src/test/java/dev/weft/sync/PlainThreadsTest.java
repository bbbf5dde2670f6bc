package dev.weft.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without the agent there are no tasks, and all of it works between threads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PlainThreadsTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 500;

  private static void onThreads(FutureTask<?>... calls) throws Exception {
    for (FutureTask<?> call : calls) {
      new Thread(call).start();
    }
    for (FutureTask<?> call : calls) {
      call.get();
    }
  }

  private static void countUp(Lock lock, int[] count) {
    for (int i = 0; i < ROUNDS; i++) {
      lock.lock();
      try {
        count[0]++;
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void locks_ofThreads_exclude() throws Exception {
    for (FairLock lock : List.of(new Mutex(), new ReentrantMutex())) {
      int[] count = new int[1];
      FutureTask<?>[] calls = new FutureTask<?>[THREADS];
      for (int i = 0; i < THREADS; i++) {
        calls[i] = new FutureTask<>(() -> countUp(lock, count), null);
      }
      onThreads(calls);
      assertEquals(THREADS * ROUNDS, count[0]);
      assertFalse(lock.isLocked());
      assertEquals(0, lock.waiting());
    }
  }

  @Test
  void semaphore_ofThreads_timesOutAndIsReleased() throws Exception {
    Semaphore semaphore = new Semaphore(0);
    assertFalse(semaphore.tryAcquire(Duration.ofMillis(1)));
    FutureTask<Boolean> acquires =
        new FutureTask<>(() -> semaphore.tryAcquire(Duration.ofMinutes(1)));
    onThreads(acquires, new FutureTask<>(semaphore::release, null));
    assertTrue(acquires.get());
    assertEquals(0, semaphore.available());
  }

  @Test
  void promise_ofThreads_deliversOnce() throws Exception {
    Promise<String> promise = new Promise<>();
    assertThrows(TimeoutException.class, () -> promise.get(1, TimeUnit.MILLISECONDS));
    FutureTask<String> asks = new FutureTask<>(promise::result);
    onThreads(asks, new FutureTask<>(() -> promise.complete("v")));
    assertEquals("v", asks.get());
    Promise<String> cancelled = new Promise<>();
    assertTrue(cancelled.cancel(true));
    assertTrue(cancelled.isCancelled());
    Promise<String> failed = new Promise<>();
    failed.completeFrom(cancelled);
    assertTrue(failed.isCancelled());
    Promise<String> broken = new Promise<>();
    broken.completeExceptionally(new IllegalStateException("boom"));
    assertEquals(
        "boom", assertThrows(ExecutionException.class, broken::get).getCause().getMessage());
  }

  @Test
  void barrier_ofThreads_numbersThem() throws Exception {
    Barrier barrier = new Barrier(THREADS);
    List<FutureTask<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      calls.add(new FutureTask<>(() -> barrier.await()));
    }
    onThreads(calls.toArray(FutureTask<?>[]::new));
    int sum = 0;
    for (FutureTask<Integer> call : calls) {
      sum += call.get();
    }
    assertEquals(6, sum);
  }

  @Test
  void interruptedThread_isToldOnEntry() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> new Semaphore(1).acquire());
    assertFalse(Thread.interrupted(), "the flag was taken");
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> new Mutex().lockInterruptibly());
  }
}
