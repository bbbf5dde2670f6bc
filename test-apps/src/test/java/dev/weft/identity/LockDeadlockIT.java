package dev.weft.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Hub;
import dev.weft.hub.HubOptions;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;

/** Tasks that wait for each other's locks of the JDK's are no silent hang. */
class LockDeadlockIT {
  private static HubOptions hub() {
    return Hub.with().clock(new ManualClock());
  }

  /** Takes both, the other task between them. */
  private static Task<Void> taking(String name, Lock first, Lock second) {
    return Task.with()
        .name(name)
        .unreported()
        .spawn(
            () -> {
              first.lockInterruptibly();
              try {
                Task.yieldNow();
                second.lockInterruptibly();
                second.unlock();
              } finally {
                first.unlock();
              }
            });
  }

  private static void assertRaised(Lock one, Lock other) {
    DeadlockException deadlock =
        assertThrows(
            DeadlockException.class,
            () ->
                hub()
                    .run(
                        () -> {
                          Task<Void> left = taking("left", one, other);
                          taking("right", other, one).join();
                          left.join();
                        }));
    String text = deadlock.getMessage();
    assertTrue(text.contains("held by \"left\""), text);
    assertTrue(text.contains("held by \"right\""), text);
    assertTrue(text.contains("LockDeadlockIT"), text);
  }

  @Test
  void circleOfReentrantLocks_isRaisedInMain() {
    assertRaised(new ReentrantLock(), new ReentrantLock(true));
  }

  @Test
  void circleOfReadWriteLocks_isRaisedInMain() {
    assertRaised(
        new ReentrantReadWriteLock().writeLock(), new ReentrantReadWriteLock(true).writeLock());
  }

  @Test
  void circleAmongOthersThatLive_isFoundOnRequest() throws Exception {
    Lock one = new ReentrantLock();
    Lock other = new ReentrantLock();
    AtomicInteger found = new AtomicInteger();
    hub()
        .run(
            () -> {
              Task<Void> left = taking("left", one, other);
              Task<Void> right = taking("right", other, one);
              assertEquals(List.of(), Hub.current().orElseThrow().findDeadlocks());
              while (right.waitsFor().isEmpty() || left.waitsFor().isEmpty()) {
                Task.yieldNow();
              }
              List<List<Task<?>>> circles = Hub.current().orElseThrow().findDeadlocks();
              found.set(circles.get(0).size());
              left.kill();
              right.join();
              assertEquals(List.of(), Hub.current().orElseThrow().findDeadlocks());
            });
    assertEquals(2, found.get());
  }

  @Test
  void lockOfATaskThatHasEnded_isRaisedInMain() {
    Lock lock = new ReentrantLock();
    DeadlockException deadlock =
        assertThrows(
            DeadlockException.class,
            () ->
                hub()
                    .run(
                        () -> {
                          Task.with().name("forgetful").spawn(lock::lock).join();
                          lock.lockInterruptibly();
                        }));
    assertTrue(deadlock.getMessage().contains("held by \"forgetful\""), deadlock::getMessage);
  }

  /**
   * The wait for such a lock ends with nothing but the lock: so there is a report, and only one.
   */
  @Test
  void mainInAnUninterruptibleAcquire_isReportedOnce_andGoesOnWhenItCan() throws Exception {
    Lock one = new ReentrantLock();
    Lock other = new ReentrantLock();
    PrintStream before = System.err;
    Printed printed = new Printed();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      hub()
          .run(
              () -> {
                Task<Void> task = taking("left", one, other);
                printed.whenReported(task);
                other.lock();
                try {
                  Task.yieldNow();
                  Task.yieldNow();
                  acquireAtLast(one);
                } finally {
                  other.unlock();
                }
                task.join();
              });
    } finally {
      System.setErr(before);
    }
    assertEquals(1, printed.reports(), printed::toString);
  }

  @Suspendable
  private static void acquireAtLast(Lock lock) {
    lock.lock();
    try {
      assertFalse(Thread.currentThread().isInterrupted());
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts a task, from outside, when a deadlock has been reported. */
  private static final class Printed extends ByteArrayOutputStream {
    private Task<Void> victim;
    private boolean done;

    synchronized void whenReported(Task<Void> task) {
      victim = task;
    }

    @Override
    public synchronized void flush() {
      if (!done && reports() > 0) {
        done = true;
        victim.interrupt();
      }
    }

    long reports() {
      return toString(StandardCharsets.UTF_8)
          .lines()
          .filter(l -> l.contains("can never go on"))
          .count();
    }
  }
}
