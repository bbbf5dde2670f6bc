package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Locks, thread locals and interrupts are a task's own, on whatever carrier it goes on. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // orders and single waits are the subject
class SpareIdentityIT {
  private static final int TASKS = 4;

  private final List<Object> log = new ArrayList<>();

  private static void run(SuspendableRunnable body) throws Exception {
    Hub.with().onPinned(pin -> {}).run(body);
  }

  /** Blocks the carrier for so long that the hub goes on with a spare one. */
  private static void moveToASpare() throws InterruptedException {
    Hub hub = Hub.current().orElseThrow();
    ThreadLatch latch = new ThreadLatch(1);
    long before = hub.pinned();
    Task<Void> other =
        Task.spawn( // runs on another carrier, or never
            () -> {
              while (hub.pinned() <= before) { // a wait that is over before is not counted
                Task.yieldNow();
              }
              latch.countDown();
            });
    latch.await();
    other.join();
    assertTrue(hub.pinned() > before, "nothing blocked");
  }

  @Test
  void lockHeldByATaskThatBlocks_isNotItsSparesLock() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    run(
        () -> {
          ThreadLatch release = new ThreadLatch(1);
          CountDownLatch held = new CountDownLatch(1);
          Task<Void> holder =
              Task.spawn(
                  () -> {
                    lock.lock();
                    held.countDown();
                    release.await(); // blocks the thread
                    log.add("held " + lock.isHeldByCurrentThread());
                    lock.unlock();
                  });
          held.await();
          assertFalse(lock.isHeldByCurrentThread());
          assertFalse(lock.tryLock());
          Task<Void> taker =
              Task.spawn(
                  () -> {
                    lock.lock();
                    log.add("taken " + lock.isHeldByCurrentThread());
                    lock.unlock();
                  });
          Task.yieldNow();
          assertTrue(lock.hasQueuedThreads());
          release.countDown();
          holder.join();
          taker.join();
        });
    assertEquals(List.of("held true", "taken true"), log);
  }

  @Test
  void lockTakenOnOneCarrier_isReleasedOnAnother() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    run(
        () -> {
          lock.lock();
          moveToASpare();
          assertTrue(lock.isHeldByCurrentThread());
          Task<Boolean> other = Task.spawn(() -> lock.tryLock());
          assertEquals(false, other.result());
          lock.unlock();
        });
    assertFalse(lock.isLocked());
  }

  @Test
  void threadLocals_followTheirTasks() throws Exception {
    ThreadLocal<Integer> local = new ThreadLocal<>();
    local.set(-1);
    run(
        () -> {
          assertEquals(-1, local.get()); // the main task has those of its thread
          List<Task<Void>> tasks = new ArrayList<>();
          for (int i = 0; i < TASKS; i++) {
            int own = i;
            tasks.add(
                Task.spawn(
                    () -> {
                      assertNull(local.get());
                      local.set(own);
                      moveToASpare();
                      assertEquals(own, local.get());
                      Task.yieldNow();
                      assertEquals(own, local.get());
                    }));
          }
          for (Task<Void> task : tasks) {
            task.join();
            assertTrue(task.isSuccessful(), task::toString);
          }
          moveToASpare();
          assertEquals(-1, local.get());
          local.set(-2);
        });
    assertEquals(-2, local.get());
    local.remove();
  }

  @Test
  void waitsOfTheJdk_onASpare_suspendAndAreWoken() throws Exception {
    LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    ReentrantLock lock = new ReentrantLock();
    Condition filled = lock.newCondition();
    run(
        () -> {
          ThreadLatch end = new ThreadLatch(1);
          Task<Void> blocked = Task.spawn(() -> end.await());
          Task<Integer> taker = Task.spawn(() -> queue.take());
          Task<Boolean> waiter =
              Task.spawn(
                  () -> {
                    lock.lock();
                    try {
                      return filled.await(1, TimeUnit.DAYS);
                    } finally {
                      lock.unlock();
                    }
                  });
          moveToASpare();
          queue.add(7);
          lock.lock();
          filled.signal();
          lock.unlock();
          assertEquals(7, taker.result());
          assertEquals(true, waiter.result());
          end.countDown();
          blocked.join();
        });
  }

  @Test
  void interruptOfATaskWhoseCarrierBlocks_reachesItAndNobodyElse() throws Exception {
    run(
        () -> {
          CountDownLatch begun = new CountDownLatch(1);
          Task<Object> blocked =
              Task.spawn(
                  () -> {
                    begun.countDown();
                    try {
                      new ThreadLatch(1).await();
                      return "released";
                    } catch (InterruptedException e) {
                      return "interrupted";
                    }
                  });
          begun.await();
          moveToASpare();
          blocked.interrupt();
          assertEquals("interrupted", blocked.result());
          assertFalse(Task.current().orElseThrow().isInterrupted());
          assertFalse(blocked.isInterrupted());
        });
  }
}
