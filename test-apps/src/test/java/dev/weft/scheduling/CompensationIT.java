package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.hub.DeadlockException;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ManualClock;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.PinnedTask;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.hub.Timeout;
import dev.weft.sync.Latch;
import dev.weft.sync.Mutex;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tasks that block their carrier: spare ones run the others of the hub, one at a time. */
class CompensationIT {
  private static final int TASKS = 60;
  private static final String WAIT = "java.lang.Object.wait";

  private final List<PinnedTask> pins = Collections.synchronizedList(new ArrayList<>());

  @Test
  void manyTasks_allBlockedInOneLatch_meet() throws Exception {
    int[] counter = new int[1];
    Hub.with()
        .onPinned(pins::add)
        .run(
            () -> {
              Hub hub = Hub.current().orElseThrow();
              ThreadLatch all = new ThreadLatch(TASKS);
              List<Task<?>> tasks = new ArrayList<>();
              for (int i = 0; i < TASKS; i++) {
                tasks.add(
                    Task.spawn(
                        () -> {
                          all.countDown();
                          all.await();
                          assertSame(hub, Hub.current().orElseThrow());
                          counter[0]++;
                        }));
              }
              for (Task<?> task : tasks) {
                task.join();
                assertTrue(task.isSuccessful(), task::toString);
              }
              assertTrue(hub.pinned() >= TASKS - 1, () -> "pinned " + hub.pinned());
            });
    assertEquals(TASKS, counter[0]);
    // Once for a place; another one is the latch's monitor, if somebody had to wait for that.
    assertEquals(
        1, pins.stream().filter(pin -> pin.waitsFor().equals(WAIT)).count(), pins::toString);
  }

  @Test
  void socketThatLooksRunnable_othersRunOn() throws Exception {
    List<Integer> read = new ArrayList<>();
    Hub.with()
        .onPinned(pins::add)
        .run(
            () -> {
              ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
              Task<Void> echo =
                  Task.spawn(
                      () -> {
                        try (Socket socket = server.accept()) {
                          socket.getOutputStream().write(socket.getInputStream().read());
                        }
                      });
              Task.yieldNow(); // it blocks in accept
              try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                socket.getOutputStream().write(7);
                read.add(socket.getInputStream().read());
              }
              echo.join();
              server.close();
            });
    assertEquals(List.of(7), read);
    assertTrue(
        pins.stream().anyMatch(pin -> pin.waitsFor().equals("java.net.ServerSocket.accept")),
        pins::toString);
  }

  @Test
  void blockedInACall_killed_itsThreadIsInterrupted_andItEndsAsKilled() throws Exception {
    Hub.with()
        .onPinned(pins::add)
        .run(
            () -> {
              ThreadLatch begun = new ThreadLatch(1);
              Task<Void> task =
                  Task.spawn(
                      () -> {
                        begun.countDown();
                        new ThreadLatch(1).await();
                      });
              begun.await();
              task.kill();
              assertTrue(task.exit().isPresent(), task::toString);
              assertFalse(Thread.currentThread().isInterrupted());
            });
  }

  @Test
  void blockedInACall_interrupted_theFlagIsTaken() throws Exception {
    Hub.with()
        .onPinned(pins::add)
        .run(
            () -> {
              ThreadLatch begun = new ThreadLatch(1);
              Task<Boolean> task =
                  Task.spawn(
                      () -> {
                        begun.countDown();
                        assertThrowsInterrupted();
                        Task.sleep(Duration.ofMillis(1)); // nothing is pending
                        return Task.current().orElseThrow().isInterrupted();
                      });
              begun.await();
              task.interrupt();
              assertEquals(false, task.result());
            });
  }

  private static void assertThrowsInterrupted() {
    assertThrows(InterruptedException.class, () -> new ThreadLatch(1).await());
  }

  @Test
  void blockedInACall_timeout_isATimeout() throws Exception {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Hub.with()
        .onPinned(pins::add)
        .run(
            () -> {
              try {
                Timeout.call(
                    Duration.ofMillis(5), () -> new ThreadLatch(1).await(1, TimeUnit.DAYS));
              } catch (TimeoutException e) {
                seen.set(e);
              }
            });
    assertInstanceOf(TimeoutException.class, seen.get());
  }

  @Test
  void weftWaitWhilePinned_onAManualClock_timesOutAtItsTime() throws Exception {
    ManualClock clock = new ManualClock();
    Mutex mutex = new Mutex();
    Hub.with()
        .clock(clock)
        .onPinned(pins::add)
        .run(
            () -> {
              mutex.lock();
              Task<Boolean> task =
                  Task.spawn(
                      () -> {
                        synchronized (new Object()) {
                          return mutex.tryLock(1, TimeUnit.DAYS);
                        }
                      });
              Task.sleep(Duration.ofHours(25));
              assertTrue(task.isDone());
              assertEquals(false, task.result());
            });
  }

  @Test
  void blockedInACall_onAManualClock_timeStandsStillMeanwhile() throws Exception {
    ManualClock clock = new ManualClock();
    ThreadLatch latch = new ThreadLatch(1);
    Hub.with()
        .clock(clock)
        .onPinned(pins::add)
        .run(
            () -> {
              Hub hub = Hub.current().orElseThrow();
              Task<Duration> task =
                  Task.spawn(
                      () -> {
                        latch.await();
                        return clock.elapsed();
                      });
              Thread releaser = new Thread(() -> release(hub, latch));
              releaser.start();
              Task.sleep(Duration.ofDays(1));
              assertEquals(Duration.ZERO, task.result());
              releaser.join();
            });
  }

  /** When the hub has noticed that its task blocks. */
  @SuppressWarnings("ThreadPriorityCheck") // it waits for another thread's counter
  private static void release(Hub hub, ThreadLatch latch) {
    while (hub.pinned() == 0) {
      Thread.yield();
    }
    latch.countDown();
  }

  @Test
  void weftWaitWhilePinned_inADeadlock_isReported() throws Exception {
    Mutex mutex = new Mutex();
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Hub.with()
        .onPinned(pins::add)
        .run(
            () -> {
              mutex.lock();
              Task<Void> task =
                  Task.spawn(
                      () -> {
                        synchronized (new Object()) {
                          mutex.lock();
                        }
                      });
              try {
                task.join();
              } catch (DeadlockException e) {
                seen.set(e);
              }
            });
    assertTrue(seen.get().getMessage().contains("pinned, waiting for Mutex"), seen::toString);
  }

  @Test
  void allSparesBlocked_whoComesBackGoesOn() throws Exception {
    Hub.with()
        .spares(2)
        .onPinned(pins::add)
        .run(
            () -> {
              List<Task<?>> tasks = new ArrayList<>();
              for (int i = 0; i < 9; i++) {
                tasks.add(
                    Task.spawn(
                        () -> {
                          boolean reached = new ThreadLatch(1).await(10, TimeUnit.MILLISECONDS);
                          assertFalse(reached);
                        }));
              }
              for (Task<?> task : tasks) {
                task.join();
                assertTrue(task.isSuccessful(), task::toString);
              }
              assertTrue(Hub.current().orElseThrow().spares() <= 2);
            });
  }

  @Test
  void negativeSpares_refused() {
    assertThrows(IllegalArgumentException.class, () -> Hub.with().spares(-1));
  }

  @Test
  void hubThatEnds_whileATaskBlocksASpare_endsAndKillsIt() throws Exception {
    AtomicReference<Task<Void>> left = new AtomicReference<>();
    Hub.with()
        .onPinned(pins::add)
        .run(
            () -> {
              ThreadLatch begun = new ThreadLatch(1);
              left.set(
                  Task.spawn(
                      () -> {
                        begun.countDown();
                        new ThreadLatch(1).await();
                      }));
              begun.await();
            });
    assertTrue(left.get().isDone());
    assertInstanceOf(TaskExit.class, left.get().exit().orElseThrow());
  }

  @Test
  void taskBlocking_knownCall_othersRunAtOnce() throws Exception {
    Hub.with()
        .onPinned(pins::add)
        .run(
            () -> {
              ThreadLatch latch = new ThreadLatch(1);
              Task<Void> unused = Task.spawn(latch::countDown);
              assertTrue(Task.blocking(() -> latch.await(1, TimeUnit.DAYS)));
            });
    assertEquals(0, pins.size(), pins::toString); // it is no surprise
  }

  @Test
  void dump_blockedTask_saysInWhat() throws Exception {
    Hub.with()
        .onPinned(pins::add)
        .run(
            () -> {
              Hub hub = Hub.current().orElseThrow();
              ThreadLatch latch = new ThreadLatch(1);
              Task<Void> task = Task.spawn(() -> latch.await());
              do {
                Task.yieldNow(); // it runs on before all is counted
              } while (!hub.dump().contains("1 times pinned"));
              String dump = hub.dump();
              assertTrue(dump.contains("pinned, blocked in java.lang.Object.wait"), dump);
              assertTrue(dump.contains("1 times pinned, 1 spare carriers"), dump);
              assertTrue(task.stackTrace().length > 0);
              assertEquals(1L, hub.pinnedPlaces().values().iterator().next());
              latch.countDown();
              task.join();
            });
  }

  @Test
  void hubGroup_eachHubHasItsOwnSpares() throws Exception {
    try (HubGroup group = HubGroup.start(2)) {
      ThreadLatch latch = new ThreadLatch(4);
      List<Task<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tasks.add(
            group.spawn(
                () -> {
                  latch.countDown();
                  latch.await();
                }));
      }
      for (Task<Void> task : tasks) {
        task.join();
      }
    }
  }

  @Test
  void parallelScheduler_oneCarrier_pinnedInAWeftWait_anotherOneServes() throws Exception {
    try (ParallelScheduler scheduler = ParallelScheduler.start(1)) {
      Latch latch = new Latch(2);
      Task<Void> pinned =
          scheduler.spawn(
              () -> {
                synchronized (scheduler) {
                  latch.countDown();
                  latch.await();
                }
              });
      Task<Void> other =
          scheduler.spawn(
              () -> {
                latch.countDown();
                latch.await();
              });
      pinned.join();
      other.join();
    }
  }
}
