package dev.weft.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What woven code learns of itself as a thread, and does to it: hazard 90. */
class CurrentThreadIT {
  private final List<String> log = new ArrayList<>();

  @Test
  void h90_currentThread_isTheTasksOwn_andHasItsName() throws Exception {
    Thread outside = Thread.currentThread();
    Hub.run(
        () -> {
          Thread main = Thread.currentThread();
          assertNotSame(outside, main);
          Task<Thread> first = Task.with().name("first").spawn(() -> Thread.currentThread());
          Task<Thread> second =
              Task.spawn(
                  () -> {
                    Supplier<Thread> asked = Thread::currentThread;
                    Thread before = asked.get();
                    Task.yieldNow();
                    assertSame(before, Thread.currentThread());
                    return before;
                  });
          assertEquals("first", first.result().getName());
          assertNotSame(first.result(), second.result());
          assertSame(main, Thread.currentThread());
        });
    assertSame(outside, Thread.currentThread());
  }

  @Test
  void h90_interrupt_byItsThread_setsTheFlagOfTheTaskAlone() throws Exception {
    Hub.run(
        () -> {
          Task<Boolean> itself =
              Task.spawn(
                  () -> {
                    Thread.currentThread().interrupt();
                    Task<Boolean> other = Task.spawn(() -> Thread.interrupted());
                    assertFalse(other.isDone());
                    return Thread.interrupted() && !Thread.interrupted();
                  });
          assertTrue(itself.result());
          Thread[] sleeper = new Thread[1];
          Task<?> sleeping =
              Task.spawn(
                  () -> {
                    sleeper[0] = Thread.currentThread();
                    try {
                      Thread.sleep(Duration.ofDays(1).toMillis());
                    } catch (InterruptedException e) {
                      log.add("interrupted");
                    }
                  });
          Task.yieldNow();
          sleeper[0].interrupt();
          sleeping.join();
        });
    assertEquals(List.of("interrupted"), log);
  }

  @Test
  void park_waitsForUnpark_ofATaskOrAThread() throws Exception {
    CountDownLatch parking = new CountDownLatch(1);
    Thread[] parked = new Thread[1];
    Thread waker =
        new Thread(
            () -> {
              try {
                parking.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              LockSupport.unpark(parked[0]);
            });
    waker.start();
    Hub.run(
        () -> {
          Task<?> task =
              Task.spawn(
                  () -> {
                    parked[0] = Thread.currentThread();
                    LockSupport.unpark(parked[0]);
                    LockSupport.park(); // goes on at once: the permit is there
                    log.add("parks");
                    parking.countDown();
                    LockSupport.park(this);
                    log.add("unparked by a thread");
                    LockSupport.park();
                    log.add("unparked by a task");
                  });
          while (log.size() < 2) {
            Task.sleep(Duration.ofMillis(1));
          }
          LockSupport.unpark(parked[0]);
          task.join();
        });
    waker.join();
    assertEquals(List.of("parks", "unparked by a thread", "unparked by a task"), log);
  }

  @Test
  void join_ofATasksThread_waitsForTheTask() throws Exception {
    ManualClock clock = new ManualClock();
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              Task<Thread> self = Task.spawn(() -> Thread.currentThread());
              Thread[] thread = new Thread[1];
              Task<?> task =
                  Task.spawn(
                      () -> {
                        thread[0] = Thread.currentThread();
                        Thread.sleep(3_600_000);
                        log.add("ended");
                      });
              Task.yieldNow();
              assertTrue(thread[0].isAlive());
              thread[0].join(1000);
              assertTrue(thread[0].isAlive());
              log.add("not yet");
              thread[0].join();
              assertFalse(thread[0].isAlive());
              assertTrue(task.isDone());
              self.result().join();
            });
    assertEquals(List.of("not yet", "ended"), log);
    assertEquals(Duration.ofHours(1), clock.elapsed());
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // others wait for it meanwhile
  void timeout_shownToALockAsAnInterrupt_leavesNoneBehind() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Hub.run(
        () -> {
          lock.lock();
          Task<String> task =
              Task.spawn(
                  () -> {
                    try (Timeout timeout = Timeout.of(Duration.ofMillis(1))) {
                      timeout.start();
                      lock.lock(); // cannot be interrupted, and puts the flag back
                      lock.unlock();
                      assertTrue(timeout.isExpired());
                    }
                    return "interrupted: " + Thread.interrupted();
                  });
          Task.sleep(Duration.ofMillis(20));
          lock.unlock();
          assertEquals("interrupted: false", task.result());
        });
  }
}
