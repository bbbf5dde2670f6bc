package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.hub.TaskGroup;
import dev.weft.hub.TaskGroupException;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rules A17 to A19 and U11 of SEMANTICS.md: tasks that live and fail together. */
class TaskGroupRulesIT extends TaskFixture {
  private final RuntimeException boom = new IllegalStateException("boom");

  @Suspendable
  private void fail(long millis, RuntimeException failure) throws InterruptedException {
    sleep(millis);
    throw failure;
  }

  /** What a group says that takes no more tasks. */
  @Suspendable
  private static Throwable refusal(TaskGroup group) {
    return thrownBy(
        () -> {
          Task<Void> unused = group.spawn(() -> {});
        });
  }

  @Suspendable
  private void sleepOrLog(String name) throws InterruptedException {
    try {
      sleep(1000);
    } catch (TaskExit e) {
      log.add(name + " killed");
      throw e;
    }
  }

  @Test
  void a17_theFirstFailure_endsSiblingsAndBody_thenAllFailuresAreThrown() throws Exception {
    run(
        () -> {
          Throwable thrown =
              thrownBy(
                  () ->
                      TaskGroup.run(
                          group -> {
                            Task<Void> a = group.spawn(() -> sleepOrLog("a"));
                            Task<Void> b = group.spawn(() -> fail(10, boom));
                            assertFalse(a.isDone() || b.isDone());
                            sleepOrLog("body");
                          }));
          TaskGroupException failed = assertInstanceOf(TaskGroupException.class, thrown);
          assertEquals(List.of(boom), failed.failures());
          assertSame(boom, failed.getCause());
          assertEquals(10, millis());
        });
    assertEquals(List.of("a killed", "body killed"), log);
    assertEquals(List.of(), uncaught);
  }

  @Test
  void a18_failuresWhileCleaningUp_joinIn_theBodysToo() throws Exception {
    RuntimeException second = new IllegalArgumentException("second");
    RuntimeException third = new ArithmeticException("third");
    run(
        () -> {
          Throwable thrown =
              thrownBy(
                  () ->
                      TaskGroup.run(
                          group -> {
                            Task<Void> a =
                                group.spawn(
                                    () -> {
                                      try {
                                        sleep(1000);
                                      } finally {
                                        fail(5, second);
                                      }
                                    });
                            Task<Void> b = group.spawn(() -> fail(10, boom));
                            assertFalse(a.isDone() || b.isDone());
                            try {
                              sleep(1000);
                            } finally {
                              fail(1, third);
                            }
                          }));
          TaskGroupException failed = assertInstanceOf(TaskGroupException.class, thrown);
          assertEquals(List.of(boom, second, third), failed.failures());
          assertEquals(List.of(second, third), List.of(failed.getSuppressed()));
          assertEquals(15, millis());
        });
  }

  @Test
  void a19_killedFromOutside_soAreTheTasks_andTheKillPassesOn() throws Exception {
    run(
        () -> {
          SuspendableRunnable body =
              () ->
                  TaskGroup.run(
                      group -> {
                        Task<Void> unused = group.spawn(() -> sleepOrLog("child"));
                        sleepOrLog("body");
                      });
          Task<?> owner = Task.spawn(body);
          sleep(5);
          owner.kill();
          assertTrue(owner.exit().isPresent());
        });
    assertEquals(List.of("body killed", "child killed"), log);
  }

  @Test
  void a19_aTaskKilledByItself_isIgnored_leavingWaits_resultsAreThere() throws Exception {
    run(
        () -> {
          String results =
              TaskGroup.call(
                  group -> {
                    Task<String> a = group.spawn(() -> sleeper("a", 10).result());
                    Task<Void> killed = group.spawn(() -> sleep(1000));
                    Task.yieldNow();
                    killed.kill();
                    Task<Void> late =
                        group.spawn(
                            () -> {
                              sleep(20);
                              log.add("waited for");
                            });
                    assertFalse(late.isDone());
                    return a.result();
                  });
          assertEquals("a", results);
          assertEquals(20, millis());
        });
    assertEquals(List.of("waited for"), log);
  }

  @Test
  void a19_spawningIntoAFinishedOrEndingGroup_isRefused() throws Exception {
    AtomicReference<TaskGroup> kept = new AtomicReference<>();
    run(
        () -> {
          TaskGroup.run(kept::set);
          Throwable finished = refusal(kept.get());
          assertTrue(finished.getMessage().contains("is finished; it takes no tasks"));
          Throwable thrown =
              thrownBy(
                  () ->
                      TaskGroup.run(
                          group -> {
                            Task<Void> bad = group.spawn(() -> fail(1, boom));
                            Throwable stopped = thrownBy(() -> sleep(1000));
                            assertInstanceOf(TaskExit.class, stopped);
                            assertTrue(bad.isDone());
                            log.add(refusal(group).getMessage());
                          }));
          assertInstanceOf(TaskGroupException.class, thrown);
        });
    assertEquals(1, log.size());
    assertTrue(log.get(0).toString().contains("is ending; it takes no tasks"));
  }

  @Test
  void u11_failureOfTheBodyAlone_killsTheTasks_andIsThrownAsItIs() throws Exception {
    run(
        () -> {
          Throwable thrown =
              thrownBy(
                  () ->
                      TaskGroup.run(
                          group -> {
                            Task<Void> unused = group.spawn(() -> sleepOrLog("child"));
                            fail(1, boom);
                          }));
          assertSame(boom, thrown);
        });
    assertEquals(List.of("child killed"), log);
  }

  @Test
  void u11_deadline_endsBodyAndTasks() throws Exception {
    run(
        () -> {
          Throwable late =
              thrownBy(
                  () ->
                      TaskGroup.call(
                          ms(10),
                          group -> {
                            Task<Void> unused = group.spawn(() -> sleepOrLog("child"));
                            return null; // and then waits for the child
                          }));
          assertInstanceOf(TimeoutException.class, late);
          assertEquals(10, millis());
        });
    assertEquals(List.of("child killed"), log);
  }

  @Test
  void u11_nested_theInnerGroupEndsFirst() throws Exception {
    run(
        () -> {
          Throwable thrown =
              thrownBy(
                  () ->
                      TaskGroup.run(
                          outer -> {
                            Task<Void> bad = outer.spawn(() -> fail(5, boom));
                            TaskGroup.run(
                                inner -> {
                                  Task<Void> unused = inner.spawn(() -> sleepOrLog("grandchild"));
                                  sleepOrLog("inner body");
                                });
                            assertTrue(bad.isDone());
                          }));
          assertEquals(List.of(boom), ((TaskGroupException) thrown).failures());
        });
    assertEquals(List.of("inner body killed", "grandchild killed"), log);
  }

  @Test
  void u11_aFailureAfterTheBody_stopsNobodyLater() throws Exception {
    run(
        () -> {
          Throwable thrown =
              thrownBy(
                  () ->
                      TaskGroup.run(
                          group -> {
                            Task<Void> unused = group.spawn(() -> fail(5, boom));
                          }));
          assertInstanceOf(TaskGroupException.class, thrown);
          sleep(100); // the signal for the body is not left over
        });
  }

  @Test
  void u11_aTaskThatCanNeverEnd_isADeadlock_notAHang() throws Exception {
    run(
        () -> {
          Throwable thrown =
              thrownBy(
                  () ->
                      TaskGroup.run(
                          group -> {
                            Task<Void> unused =
                                group.spawn(
                                    () -> {
                                      for (int i = 0; i < 3; i++) {
                                        Throwable swallowed =
                                            thrownBy(
                                                () ->
                                                    Waiter.of(new Blocker() {})
                                                        .await(Waiter.FOREVER));
                                        log.add(swallowed.getClass().getSimpleName());
                                      }
                                    });
                          }));
          assertInstanceOf(DeadlockException.class, thrown);
        });
  }
}
