package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.continuation.PinnedException;
import dev.weft.generator.Generator;
import dev.weft.greenlet.Greenlet;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.hub.Timeout;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Programs that ask for trouble: at the end of the hub, and when several things happen at once. */
class HostileTasksIT {
  private final List<Object> log = new ArrayList<>();
  private final List<Throwable> uncaught = new ArrayList<>();
  private final ManualClock clock = new ManualClock();

  private void run(SuspendableRunnable body) throws Exception {
    Hub.with().clock(clock).uncaught((task, failure) -> uncaught.add(failure)).run(body);
  }

  @Suspendable
  private static Task<Void> spawn(SuspendableRunnable body) {
    return Task.spawn(body);
  }

  @Suspendable
  private static void sleep(long millis) throws InterruptedException {
    Task.sleep(Duration.ofMillis(millis));
  }

  private long millis() {
    return clock.elapsed().toMillis();
  }

  // ---- the end of the hub --------------------------------------------------------------------

  @Test
  void tasksSpawnedWhileTheHubEnds_areRun_andKilledWhenTheirSpawnersHaveEnded() throws Exception {
    run(
        () -> {
          Task<Void> unused =
              spawn(
                  () -> {
                    try {
                      sleep(1000);
                    } finally {
                      Task<Void> helper = spawn(() -> sleep(5));
                      helper.join();
                      log.add("helped at " + millis());
                      Task<Void> endless =
                          spawn(
                              () -> {
                                try {
                                  Task.sleep(Duration.ofDays(1));
                                } finally {
                                  log.add("its spawner has ended");
                                }
                              });
                      Task.yieldNow();
                      assertFalse(endless.isDone());
                    }
                  });
          Task.yieldNow();
        });
    assertEquals(List.of("helped at 5", "its spawner has ended"), log);
    assertEquals(5, millis());
  }

  @Test
  void killsDuringTheEnd_reachCleaningUp_asAnySecondKill() throws Exception {
    run(
        () -> {
          List<Task<Void>> pair = new ArrayList<>();
          pair.add(
              spawn(
                  () -> {
                    try {
                      sleep(1000);
                    } finally {
                      try {
                        sleep(100);
                      } catch (TaskExit second) {
                        log.add("second kill at " + millis());
                      }
                    }
                  }));
          pair.add(
              spawn(
                  () -> {
                    try {
                      sleep(1000);
                    } finally {
                      sleep(10);
                      pair.get(0).kill();
                      log.add("killer at " + millis());
                    }
                  }));
          Task.yieldNow();
        });
    assertEquals(List.of("second kill at 10", "killer at 10"), log);
  }

  @Test
  void failuresInFinally_whileMainFails_areAllReported() throws Exception {
    RuntimeException ofMain = new IllegalStateException("main");
    RuntimeException ofTask = new IllegalStateException("finally");
    Throwable thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                run(
                    () -> {
                      for (int i = 0; i < 2; i++) {
                        Task<Void> unused =
                            spawn(
                                () -> {
                                  try {
                                    sleep(1000);
                                  } finally {
                                    throwIt(ofTask);
                                  }
                                });
                      }
                      Task.yieldNow();
                      throw ofMain;
                    }));
    assertEquals(ofMain, thrown);
    assertEquals(List.of(ofTask, ofTask), uncaught);
  }

  private static void throwIt(RuntimeException exception) {
    throw exception;
  }

  @Test
  void aDelayedTask_thatIsKilledAndForgotten_leavesNothingBehind() throws Exception {
    run(
        () -> {
          for (int i = 0; i < 1000; i++) {
            Task<?> never = Task.with().delay(Duration.ofDays(i + 1)).spawn(() -> log.add("never"));
            never.cancel(false);
          }
          Hub.current().orElseThrow().join();
          assertEquals(0, millis());
          assertEquals(1, Hub.current().orElseThrow().taskCount());
        });
    assertEquals(List.of(), log);
  }

  @Test
  void aHundredThousandTimeouts_thatNeverExpire_doNotStayInTheTimers() throws Exception {
    run(
        () -> {
          for (int i = 0; i < 100_000; i++) {
            Timeout.call(Duration.ofDays(1), () -> null);
          }
          sleep(1);
          assertEquals(1, millis());
        });
  }

  @Test
  void aTaskSpawnedInALink_andItsLinks_run() throws Exception {
    run(
        () -> {
          Task<Void> first = spawn(() -> log.add("first"));
          first.link(
              () -> {
                Task<Void> second = spawn(() -> log.add("second"));
                second.link(() -> log.add("link of second"));
              });
          sleep(1);
        });
    assertEquals(List.of("first", "second", "link of second"), log);
  }

  // ---- at the same instant -------------------------------------------------------------------

  /** What may happen to a wait at one instant; each a letter of a program. */
  @Suspendable
  private String outcome(String order) throws Exception {
    Waiter[] waiter = new Waiter[1];
    List<String> seen = new ArrayList<>();
    Task<Void> task =
        Task.with()
            .unreported()
            .spawn(
                () -> {
                  waiter[0] = Waiter.of(new Blocker() {});
                  for (int i = 0; i < 3; i++) {
                    try {
                      if (i == 0) {
                        boolean woken = waiter[0].await(1_000_000_000L);
                        seen.add(woken ? "got " + waiter[0].value() : "late");
                      } else {
                        sleep(1);
                        seen.add("slept");
                      }
                    } catch (TaskExit e) {
                      seen.add("killed");
                    } catch (InterruptedException e) {
                      seen.add("interrupted");
                    }
                  }
                });
    Task.yieldNow();
    boolean handed = false;
    for (int i = 0; i < order.length(); i++) {
      switch (order.charAt(i)) {
        case 'w' -> handed = waiter[0].wake("item");
        case 'k' -> task.killAsync();
        case 'i' -> task.interrupt();
        case 't' -> clock.advance(Duration.ofSeconds(1));
        default -> sleep(1);
      }
    }
    task.join();
    assertEquals(handed, seen.contains("got item"), order); // never lost, never doubled
    return String.join(",", seen);
  }

  @Test
  void wakeKillInterruptAndTime_atOnce_theFirstDecides_noneIsLost() throws Exception {
    run(
        () -> {
          assertEquals("got item,killed,interrupted", outcome("wki"));
          assertEquals("got item,killed,interrupted", outcome("wik"));
          assertEquals("killed,interrupted,slept", outcome("kiw"));
          assertEquals("killed,interrupted,slept", outcome("ikw")); // a kill goes before
          assertEquals("got item,slept,slept", outcome("wt"));
          assertEquals("got item,slept,slept", outcome("tw")); // the timer has not fired yet
          assertEquals("late,slept,killed", outcome("tskw"));
          assertEquals("got item,killed,slept", outcome("twk"));
        });
  }

  @Test
  void threeTimeouts_thatExpireTogether_areRaisedOutermostFirst_andOnlyOnce() throws Exception {
    run(
        () -> {
          Duration limit = Duration.ofMillis(10);
          String result =
              Timeout.callOrElse(
                  limit,
                  "outermost",
                  () ->
                      Timeout.callOrElse(
                          limit,
                          "middle",
                          () ->
                              Timeout.callOrElse(
                                  limit,
                                  "inner",
                                  () -> {
                                    sleep(100);
                                    return "none";
                                  })));
          assertEquals("outermost", result);
          sleep(1000);
          assertEquals(1010, millis());
        });
  }

  @Test
  void timeoutAndKillTogether_bothArrive() throws Exception {
    run(
        () -> {
          Task<Void> task =
              spawn(
                  () -> {
                    log.add(
                        Timeout.callOrElse(
                            Duration.ofMillis(10),
                            "timed out",
                            () -> {
                              sleep(100);
                              return "slept";
                            }));
                    try {
                      sleep(100);
                    } finally {
                      log.add("killed at " + millis());
                    }
                  });
          sleep(10); // its timer was started before: the timeout comes first
          task.kill();
        });
    assertEquals(List.of("timed out", "killed at 10"), log);
  }

  // ---- other coroutines inside ---------------------------------------------------------------

  @Test
  void tasks_sleepInsideAGenerator_insideAGreenlet_each() throws Exception {
    run(
        () -> {
          List<Task<Void>> tasks = new ArrayList<>();
          for (int i = 1; i <= 3; i++) {
            int number = i;
            tasks.add(
                spawn(
                    () -> {
                      Generator<Integer, Void, Void> ticks =
                          Generator.of(
                              yielder -> {
                                for (int j = 0; j < 3; j++) {
                                  sleep(number);
                                  yielder.yieldValue(j);
                                }
                              });
                      Greenlet reader =
                          new Greenlet(
                              first -> {
                                int sum = 0;
                                for (Integer tick : ticks.iterable()) {
                                  sum += tick;
                                  sleep(1);
                                }
                                return number + ":" + sum + "@" + millis();
                              });
                      log.add(reader.switchTo());
                    }));
          }
          for (Task<Void> task : tasks) {
            task.join();
          }
        });
    assertEquals(List.of("1:3@6", "2:3@9", "3:3@12"), log);
  }

  @Test
  void aContinuation_begunByOneTask_isFinishedByAnother_andMaySleep() throws Exception {
    ContinuationScope scope = new ContinuationScope("s");
    run(
        () -> {
          Continuation body =
              new Continuation(
                  scope,
                  () -> {
                    sleep(10);
                    log.add(Task.current().orElseThrow().name());
                    Continuation.suspend(scope);
                    sleep(10);
                    log.add(Task.current().orElseThrow().name());
                  });
          Task<Void> a = Task.with().name("a").spawn(body::run);
          a.join();
          Task<Void> b = Task.with().name("b").spawn(body::run);
          b.join();
          assertTrue(body.isDone());
          assertEquals(20, millis());
        });
    assertEquals(List.of("a", "b"), log);
  }

  @Test
  void aTask_cannotBeSuspendedFromOutsideOfItsHub() {
    ContinuationScope scope = new ContinuationScope("outer");
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Continuation around =
        new Continuation(
            scope,
            () -> {
              try {
                run(() -> Continuation.suspend(scope));
              } catch (Throwable e) {
                seen.set(e);
              }
            });
    around.run();
    assertTrue(around.isDone());
    assertInstanceOf(PinnedException.class, seen.get());
  }
}
