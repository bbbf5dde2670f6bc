package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.sync.FairLock;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexCondition;
import dev.weft.sync.ReentrantMutex;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;

/** Rules T5, T6, T9, T10, A27, A28, V61 and V62 of SEMANTICS.md: locks and their conditions. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // it is about what these do by themselves
class LockRulesIT extends WaitingFixture {
  private final Mutex mutex = new Mutex("m");
  private final ReentrantMutex reentrant = new ReentrantMutex("r");
  private final MutexCondition condition = new MutexCondition(reentrant, "c");

  @Test
  void t5_lock_isNotReentrant_soItsOwnerWaitsForHimself() throws Exception {
    DeadlockException deadlock =
        assertThrows(
            DeadlockException.class,
            () ->
                run(
                    () -> {
                      mutex.lock();
                      mutex.lock();
                    }));
    assertTrue(
        deadlock.getMessage().contains("waiting for Mutex \"m\", held by \"main\""),
        deadlock::getMessage);
  }

  @Test
  void t5_lock_anybodyMayRelease_andReleaseOfUnlockedIsAnError() throws Exception {
    run(
        () -> {
          mutex.lock();
          Task.spawn(mutex::unlock).join();
          assertFalse(mutex.isLocked());
          mutex.lock();
          onThread(mutex::unlock);
          assertFalse(mutex.isLocked());
          IllegalMonitorStateException refused =
              assertThrows(IllegalMonitorStateException.class, mutex::unlock);
          assertEquals("Mutex \"m\": release of an unlocked lock", refused.getMessage());
        });
  }

  @Test
  void t5_lock_tryLockWithATimeout_isFalseWhenItPasses() throws Exception {
    run(
        () -> {
          mutex.lock();
          spawn(
              "late",
              () -> {
                log.add(mutex.tryLock(1, TimeUnit.SECONDS));
                log.add(mutex.tryLock());
                log.add(mutex.tryLock(-1, TimeUnit.SECONDS));
              });
          Task.sleep(HOUR);
          assertEquals(0, mutex.waiting());
        });
    assertEquals(List.of(false, false, false, "late"), log);
  }

  @Test
  void t6_rlock_countsItsOwner_andNobodyElseMayRelease() throws Exception {
    run(
        () -> {
          reentrant.lock();
          reentrant.lock();
          assertTrue(reentrant.tryLock());
          assertEquals(3, reentrant.holds());
          Task<Void> other = failing(reentrant::unlock);
          other.join();
          assertTrue(
              other.exception().orElseThrow().getMessage().contains("its owner is Task \"main\""),
              () -> other.exception().orElseThrow().getMessage());
          assertFalse(Task.spawn(() -> reentrant.tryLock()).result());
          reentrant.unlock();
          reentrant.unlock();
          assertTrue(reentrant.isLocked());
          reentrant.unlock();
          assertFalse(reentrant.isLocked());
          assertThrows(IllegalMonitorStateException.class, reentrant::unlock);
        });
  }

  @Test
  void v61_rlock_perTask_errorNamesOwnerAndCurrent() throws Exception {
    run(
        () -> {
          Task<Void> owner = Task.with().name("owner").spawn(() -> reentrant.lock());
          owner.join();
          Task<Void> thief = Task.with().name("thief").unreported().spawn(reentrant::unlock);
          thief.join();
          String message = thief.exception().orElseThrow().getMessage();
          assertTrue(message.contains("its owner is Task \"owner\""), message);
          assertTrue(message.contains("you are Task \"thief\""), message);
        });
  }

  @Test
  void a27_lock_isFifo_andNewcomersDoNotPass() throws Exception {
    for (FairLock lock : List.of(mutex, reentrant)) {
      log.clear();
      run(
          () -> {
            lock.lock();
            for (String name : List.of("1", "2", "3")) {
              spawn(name, () -> lockAndYield(lock));
            }
            settle();
            lock.unlock();
            assertFalse(lock.tryLock(), "it belongs to 1 already");
            spawn("newcomer", () -> lockAndYield(lock));
            Task.sleep(HOUR);
            assertFalse(lock.isLocked());
          });
      assertEquals(List.of("1", "2", "3", "newcomer"), log);
    }
  }

  @Suspendable
  private static void lockAndYield(FairLock lock) {
    lock.lock();
    try {
      Task.yieldNow();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void v62_locks_betweenThreadsWithAndWithoutHubs() throws Exception {
    for (FairLock lock : List.of(mutex, reentrant)) {
      int[] count = new int[1];
      Thread[] threads = new Thread[4];
      for (int i = 0; i < threads.length; i++) {
        boolean withHub = i % 2 == 0;
        threads[i] =
            new Thread(
                () -> {
                  if (withHub) {
                    try {
                      Hub.run(() -> countUp(lock, count));
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  } else {
                    countUp(lock, count);
                  }
                });
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(4_000, count[0]);
    }
  }

  @Suspendable
  private static void countUp(FairLock lock, int[] count) {
    for (int i = 0; i < 1_000; i++) {
      lock.lock();
      try {
        count[0]++;
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void t9_condition_withoutItsLock_isAnError() throws Exception {
    run(
        () -> {
          Task<Void> waits = failing(() -> condition.await());
          Task<Void> notifies = failing(() -> condition.notify(1));
          waits.join();
          notifies.join();
          assertEquals(
              "MutexCondition \"c\" of ReentrantMutex \"r\": cannot wait on a condition whose lock"
                  + " you do not hold: ReentrantMutex \"r\"",
              waits.exception().orElseThrow().getMessage());
          assertSame(
              IllegalMonitorStateException.class, notifies.exception().orElseThrow().getClass());
        });
  }

  @Suspendable
  private void waitOnce() throws InterruptedException {
    reentrant.lock();
    try {
      condition.await();
    } finally {
      reentrant.unlock();
    }
  }

  @Test
  void t9_condition_a28_notifiesFifo_soManyAsAsked_orAsThereAre() throws Exception {
    run(
        () -> {
          for (String name : List.of("1", "2", "3", "4", "5")) {
            spawn(name, this::waitOnce);
          }
          settle();
          notifyAndLog(2);
          notifyAndLog(1);
          notifyAndLog(7);
        });
    assertEquals(List.of("1", "2", "notified", "3", "notified", "4", "5", "notified"), log);
  }

  @Suspendable
  private void notifyAndLog(int count) throws InterruptedException {
    reentrant.lock();
    condition.notify(count);
    reentrant.unlock();
    settle();
    log.add("notified");
  }

  @Test
  void t9_condition_timeout_isFalse_andTheLockIsHeldAgainAsOften() throws Exception {
    run(
        () -> {
          reentrant.lock();
          reentrant.lock();
          assertFalse(condition.await(SECOND));
          assertEquals(2, reentrant.holds());
          assertTrue(condition.awaitNanos(SECOND.toNanos()) <= 0);
          assertEquals(SECOND.multipliedBy(2), clock.elapsed());
          assertEquals(0, condition.waiting());
        });
  }

  @Test
  void t9_condition_killedWaiter_holdsTheLockWhenItCleansUp() throws Exception {
    run(
        () -> {
          Task<Void> victim =
              Task.spawn(
                  () -> {
                    reentrant.lock();
                    try {
                      condition.await();
                    } finally {
                      log.add(reentrant.isHeldByCurrent());
                      reentrant.unlock();
                    }
                  });
          settle();
          reentrant.lock();
          victim.killAsync();
          settle();
          assertFalse(victim.isDone(), "it waits for the lock");
          reentrant.unlock();
          victim.join();
          assertFalse(reentrant.isLocked());
        });
    assertEquals(List.of(true), log);
  }

  @Test
  void t10_waitFor_asksFirst_andAfterEachWake_underTheLock() throws Exception {
    int[] stock = new int[1];
    run(
        () -> {
          spawn(
              "buyer",
              () -> {
                reentrant.lock();
                condition.waitFor(
                    () -> {
                      log.add("asked " + stock[0] + " " + reentrant.isHeldByCurrent());
                      return stock[0] > 1;
                    });
                reentrant.unlock();
              });
          settle();
          for (int i = 0; i < 2; i++) {
            reentrant.lock();
            stock[0]++;
            condition.signalAll();
            reentrant.unlock();
            settle();
          }
        });
    assertEquals(List.of("asked 0 true", "asked 1 true", "asked 2 true", "buyer"), log);
  }

  @Test
  void t10_waitFor_timeout_isWhatThePredicateSaidLast() throws Exception {
    run(
        () -> {
          reentrant.lock();
          assertFalse(condition.waitFor(() -> false, SECOND));
          assertTrue(
              condition.waitFor(() -> clock.elapsed().toSeconds() >= 3, SECOND.multipliedBy(2)));
          assertTrue(condition.waitFor(() -> true, SECOND));
        });
    assertEquals(SECOND.multipliedBy(3), clock.elapsed());
  }

  @Test
  void a28_condition_ofALockOfOurs_isAJavaCondition() throws Exception {
    Condition ofMutex = mutex.newCondition();
    run(
        () -> {
          spawn(
              "signalled",
              () -> {
                mutex.lock();
                ((MutexCondition) ofMutex).awaitUninterruptibly();
                mutex.unlock();
              });
          settle();
          assertThrows(IllegalMonitorStateException.class, ofMutex::signal);
          mutex.lock();
          ofMutex.signal();
          mutex.unlock();
          settle();
        });
    assertEquals(List.of("signalled"), log);
  }
}
