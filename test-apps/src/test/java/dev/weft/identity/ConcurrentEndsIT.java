package dev.weft.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** How waits of {@code java.util.concurrent} end in tasks: by an interrupt, a kill, or time. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // orders and single waits are the subject
class ConcurrentEndsIT {
  private final List<Object> log = new ArrayList<>();

  private static void run(SuspendableRunnable body) throws Exception {
    Hub.with().clock(new ManualClock()).run(body);
  }

  private static Task<Void> spawn(SuspendableRunnable body) {
    return Task.spawn(body);
  }

  @Test
  void interrupt_endsAnInterruptibleWait_andLeavesTheLock() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    run(
        () -> {
          lock.lock();
          Task<Void> interrupted =
              spawn(
                  () -> {
                    try {
                      lock.lockInterruptibly();
                    } catch (InterruptedException e) {
                      log.add("interrupted");
                    }
                  });
          Task<Void> patient =
              spawn(
                  () -> {
                    lock.lock();
                    log.add("patient");
                    lock.unlock();
                  });
          Task.yieldNow();
          interrupted.interrupt();
          patient.interrupt();
          interrupted.get();
          assertFalse(patient.isDone());
          lock.unlock();
          patient.get();
          assertFalse(lock.isLocked());
        });
    assertEquals(List.of("interrupted", "patient"), log);
  }

  @Test
  void kill_whileAcquiring_leavesNothingBehind() throws Exception {
    Semaphore semaphore = new Semaphore(0, true);
    run(
        () -> {
          Task<Void> killed =
              spawn(
                  () -> {
                    try {
                      semaphore.acquire();
                    } finally {
                      log.add("cleaned up");
                    }
                  });
          Task<Void> next = spawn(semaphore::acquire);
          Task.yieldNow();
          killed.kill();
          assertTrue(killed.isCancelled());
          assertEquals(1, semaphore.getQueueLength());
          semaphore.release();
          next.get();
        });
    assertEquals(List.of("cleaned up"), log);
  }

  @Test
  void kill_inAnUninterruptibleAcquire_waitsUntilItIsDone() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    run(
        () -> {
          lock.lock();
          Task<Void> killed =
              spawn(
                  () -> {
                    lock.lock();
                    try {
                      log.add("has it");
                      Task.yieldNow();
                      log.add("never");
                    } finally {
                      lock.unlock();
                    }
                  });
          Task.yieldNow();
          killed.killAsync();
          Task.yieldNow();
          assertFalse(killed.isDone());
          lock.unlock();
          killed.join();
          assertFalse(lock.isLocked());
        });
    assertEquals(List.of("has it"), log);
  }

  @Test
  void timeouts_onAManualClock_takeItsTime() throws Exception {
    ManualClock clock = new ManualClock();
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              assertFalse(new Semaphore(0).tryAcquire(1, TimeUnit.DAYS));
              assertFalse(new CountDownLatch(1).await(2, TimeUnit.DAYS));
              assertEquals(null, new LinkedBlockingQueue<>().poll(3, TimeUnit.DAYS));
              CompletableFuture<String> future = new CompletableFuture<>();
              try {
                future.get(4, TimeUnit.DAYS);
                log.add("completed");
              } catch (TimeoutException e) {
                log.add("not completed");
              }
              FutureTask<String> task = new FutureTask<>(() -> "never run");
              try {
                task.get(5, TimeUnit.DAYS);
                log.add("ended");
              } catch (TimeoutException e) {
                log.add("not ended");
              }
            });
    assertEquals(List.of("not completed", "not ended"), log);
    assertEquals(Duration.ofDays(15), clock.elapsed());
  }

  @Test
  void timeouts_goByTheClockOfTheHub() throws Exception {
    run(
        () -> {
          Semaphore semaphore = new Semaphore(0);
          Task<Boolean> some = Task.spawn(() -> semaphore.tryAcquire(100, TimeUnit.DAYS));
          Task.spawn(() -> semaphore.release());
          assertTrue(some.get());
          Task<Boolean> none = Task.spawn(() -> semaphore.tryAcquire(2, 10, TimeUnit.MILLISECONDS));
          assertFalse(none.get());
          BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
          assertEquals(null, queue.poll(10, TimeUnit.MILLISECONDS));
          assertFalse(new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS));
        });
  }
}
