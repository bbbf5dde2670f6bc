package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.generator.Generator;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The hub and its tasks, as a program uses them, on a manual clock. */
class HubIT {
  private final List<String> log = new ArrayList<>();
  private final ManualClock clock = new ManualClock();

  private void run(SuspendableRunnable body) throws Exception {
    Hub.with().clock(clock).uncaught((task, failure) -> log.add("uncaught " + failure)).run(body);
  }

  @Suspendable
  private void sleepAndLog(String name, long seconds) throws InterruptedException {
    log.add(name + " begins");
    Task.sleep(Duration.ofSeconds(seconds));
    log.add(name + " ends at " + clock.elapsed().toSeconds());
  }

  @Test
  void sleepers_overlap_andEndInTheOrderOfTheirDeadlines() throws Exception {
    run(
        () -> {
          Task<Void> a = Task.spawn(() -> sleepAndLog("a", 3));
          Task<Void> b = Task.spawn(() -> sleepAndLog("b", 2));
          Task<Void> c = Task.spawn(() -> sleepAndLog("c", 2));
          a.join();
          b.join();
          c.join();
        });
    assertEquals(
        List.of("a begins", "b begins", "c begins", "b ends at 2", "c ends at 2", "a ends at 3"),
        log);
  }

  @Test
  void interrupt_ofATaskThatHasNotBegun_waitsForItsFirstWait() throws Exception {
    run(
        () -> {
          Task<Void> delayed =
              Task.with()
                  .delay(Duration.ofSeconds(2))
                  .spawn(
                      () -> {
                        log.add("begins at " + clock.elapsed().toSeconds());
                        try {
                          Task.sleep(Duration.ofSeconds(1));
                        } catch (InterruptedException e) {
                          log.add("interrupted at " + clock.elapsed().toSeconds());
                        }
                      });
          delayed.interrupt();
          delayed.join();
        });
    assertEquals(List.of("begins at 2", "interrupted at 2"), log);
  }

  @Test
  void yieldNow_lettingOthersRun_isRoundRobin() throws Exception {
    run(
        () -> {
          for (String name : List.of("1", "2")) {
            Task.spawn(
                () -> {
                  log.add(name + "A");
                  Task.yieldNow();
                  log.add(name + "B");
                });
          }
          Task.sleep(Duration.ofSeconds(1));
        });
    assertEquals(List.of("1A", "2A", "1B", "2B"), log);
  }

  @Test
  void result_ofAFailedTask_isItsException() throws Exception {
    IllegalStateException boom = new IllegalStateException("boom");
    run(
        () -> {
          Task<Integer> failing =
              Task.with()
                  .unreported()
                  .spawn(
                      () -> {
                        Task.yieldNow();
                        throw boom;
                      });
          failing.join();
          assertSame(boom, assertThrows(IllegalStateException.class, failing::result));
          assertSame(boom, assertThrows(ExecutionException.class, failing::get).getCause());
          assertFalse(failing.isSuccessful());
        });
    assertEquals(List.of(), log);
  }

  @Test
  void kill_runsFinally_andWaitsForTheEnd() throws Exception {
    run(
        () -> {
          Task<Void> victim =
              Task.spawn(
                  () -> {
                    try {
                      Task.sleep(Duration.ofDays(1));
                    } finally {
                      Task.sleep(Duration.ofSeconds(1)); // clean-up may wait
                      log.add("cleaned up");
                    }
                  });
          Task.yieldNow();
          victim.kill();
          assertTrue(victim.isDone());
          assertTrue(victim.isCancelled());
          assertTrue(victim.isSuccessful());
        });
    assertEquals(List.of("cleaned up"), log);
    assertEquals(Duration.ofSeconds(1), clock.elapsed());
  }

  @Test
  void timeout_insideAGeneratorThatTheTaskDrives_endsTheWait() throws Exception {
    run(
        () -> {
          Generator<Integer, Void, Void> slow =
              Generator.of(
                  yielder -> {
                    yielder.yieldValue(1);
                    Task.sleep(Duration.ofHours(1));
                    yielder.yieldValue(2);
                  });
          // Not assertThrows: a frame of JUnit's in between would pin the task.
          try {
            log.add("in time " + Timeout.call(Duration.ofSeconds(5), () -> nextTwo(slow)));
          } catch (TimeoutException late) {
            log.add("late " + late.getMessage());
          }
        });
    assertEquals(List.of("got 1", "late 5.0 seconds"), log);
    assertEquals(Duration.ofSeconds(5), clock.elapsed());
  }

  @Suspendable
  private Integer nextTwo(Generator<Integer, Void, Void> generator) {
    log.add("got " + generator.next());
    return generator.next();
  }

  @Test
  void threads_wakeTasks_andTasksWakeThreads() throws Exception {
    AtomicReference<Task<String>> handed = new AtomicReference<>();
    CountDownLatch spawned = new CountDownLatch(1);
    AtomicReference<String> seen = new AtomicReference<>();
    Thread joiner =
        new Thread(
            () -> {
              try {
                spawned.await();
                Hub hub = (Hub) handed.get().scheduler();
                Task<String> fromOutside = hub.spawn(() -> handed.get().result() + "!");
                seen.set(fromOutside.get());
              } catch (InterruptedException | ExecutionException e) {
                seen.set(e.toString());
              }
            });
    joiner.start();
    Hub.run(
        () -> {
          handed.set(
              Task.spawn(
                  () -> {
                    Task.sleep(Duration.ofMillis(1));
                    return "done";
                  }));
          spawned.countDown();
          while (seen.get() == null) {
            Task.sleep(Duration.ofMillis(1));
          }
        });
    joiner.join();
    assertEquals("done!", seen.get());
  }

  @Test
  void tasksLeftOver_whenTheMainTaskEnds_areKilledAndRunTheirFinally() throws Exception {
    run(
        () -> {
          Task.spawn(
              () -> {
                try {
                  Task.sleep(Duration.ofDays(1));
                } finally {
                  log.add("finally");
                }
              });
          Task.spawn(() -> log.add("never begins, because the main task does not wait"));
          Task.yieldNow();
        });
    assertEquals(List.of("never begins, because the main task does not wait", "finally"), log);
  }

  @Test
  void task_spawnedWhileTheHubEnds_isPartOfTheCleaningUp() throws Exception {
    run(
        () -> {
          Task.spawn(
              () -> {
                try {
                  Task.sleep(Duration.ofDays(1));
                } finally {
                  Task.spawn(() -> log.add("begins")).join();
                  log.add("joined");
                }
              });
          Task.yieldNow();
        });
    assertEquals(List.of("begins", "joined"), log);
  }

  @Test
  void task_withADelayKilledBeforeItsTime_endsAtOnce() throws Exception {
    run(
        () -> {
          Task<Boolean> late = Task.with().delay(Duration.ofDays(1)).spawn(() -> log.add("begins"));
          late.kill();
          assertTrue(late.isDone());
        });
    assertEquals(List.of(), log);
    assertEquals(Duration.ZERO, clock.elapsed());
  }

  @Test
  void failure_thatNobodyAsksFor_isReported() throws Exception {
    run(
        () -> {
          Task.spawn(
              () -> {
                throw new IllegalStateException("lost");
              });
          Task.yieldNow();
        });
    assertEquals(List.of("uncaught java.lang.IllegalStateException: lost"), log);
  }

  @Test
  void run_insideATask_saysWhatToDoInstead() throws Exception {
    run(
        () -> {
          IllegalStateException refused =
              assertThrows(IllegalStateException.class, () -> Hub.run(() -> {}));
          assertTrue(refused.getMessage().contains("use Task.spawn"), refused::getMessage);
        });
  }

  @Test
  void spawn_outsideOfAHub_saysWhereItCanBeCalled() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> Task.spawn(() -> {}));
    assertTrue(refused.getMessage().contains("Hub.run"), refused::getMessage);
  }
}
