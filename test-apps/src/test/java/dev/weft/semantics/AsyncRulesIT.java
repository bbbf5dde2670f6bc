package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.Outcome;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.hub.TaskLocal;
import dev.weft.hub.Tasks;
import dev.weft.hub.Tasks.Until;
import dev.weft.hub.Tasks.Waited;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Rules A1 to A25 of SEMANTICS.md, but for groups and timeouts: what asyncio gives its users. */
class AsyncRulesIT extends TaskFixture {
  @Test
  void a1_spawn_schedulesAndNeverRunsAtOnce() throws Exception {
    run(
        () -> {
          for (String name : List.of("a", "b")) {
            go(
                () -> {
                  log.add(name + 1);
                  Task.yieldNow();
                  log.add(name + 2);
                });
          }
          log.add("main");
          Task.yieldNow();
          Task.yieldNow();
        });
    assertEquals(List.of("main", "a1", "b1", "a2", "b2"), log);
  }

  @Suspendable
  private String plainCall() throws InterruptedException {
    sleep(5);
    return "value";
  }

  @Test
  void a2_aCall_isACall_andATaskCanBeWaitedForAnyNumberOfTimes() throws Exception {
    run(
        () -> {
          assertEquals("value", plainCall()); // nothing to await, so nothing to forget (A32)
          Task<String> task = sleeper("task", 5);
          assertEquals("task", task.result());
          assertEquals("task", task.result());
        });
  }

  @Test
  void a3_theEndOfRun_killsWhatIsLeft_andWaitsForIt() throws Exception {
    run(
        () -> {
          go(
              () -> {
                try {
                  sleep(1000);
                } finally {
                  sleep(5);
                  log.add("finally at " + millis());
                }
              });
          Task.yieldNow();
        });
    assertEquals(List.of("finally at 5"), log);
  }

  @Test
  void a4_runInsideRun_isRefused() throws Exception {
    run(
        () -> {
          Throwable refused = thrownBy(() -> Hub.run(() -> {}));
          assertTrue(refused.getMessage().contains("use Task.spawn"), refused::getMessage);
        });
    assertThrows(NullPointerException.class, () -> Hub.with().call(null));
  }

  @Test
  void a5_gather_keepsTheOrderOfItsArguments() throws Exception {
    run(
        () -> {
          Task<String> a = sleeper("a", 30);
          Task<String> b = sleeper("b", 10);
          assertEquals(List.of("a", "b", "a"), Tasks.gather(List.of(a, b, a)));
          assertEquals(List.of("b", "a"), Tasks.gather(b, a));
          assertEquals(List.of(), Tasks.gather(List.<Task<String>>of()));
          assertEquals(30, millis());
        });
  }

  @Test
  void a6_gather_throwsTheFirstFailureAtOnce_siblingsKeepRunning() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          Task<String> slow = sleeper("slow", 50);
          Task<String> bad = failing(boom, 10);
          assertSame(boom, thrownBy(() -> Tasks.gather(slow, bad)));
          assertEquals(10, millis());
          assertEquals("slow", slow.result());
        });
  }

  @Test
  void a7_settle_givesFailuresInTheirPlaces() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          List<Outcome<String>> outcomes =
              Tasks.settle(List.of(sleeper("a", 20), failing(boom, 10)));
          assertEquals(new Outcome<>("a", null), outcomes.get(0));
          assertEquals(new Outcome<>(null, boom), outcomes.get(1));
          assertTrue(outcomes.get(0).isSuccess());
          assertSame(boom, thrownBy(() -> outcomes.get(1).get()));
        });
  }

  @Test
  void a8_killingWhoGathers_killsAll_aKilledChildEndsTheGathering() throws Exception {
    run(
        () -> {
          Task<String> a = sleeper("a", 100);
          Task<String> b = sleeper("b", 100);
          Task<?> gathering = Task.spawn(() -> Tasks.gather(a, b));
          sleep(1);
          gathering.kill();
          sleep(1);
          assertTrue(a.exit().isPresent() && b.exit().isPresent());
          Task<String> c = sleeper("c", 100);
          Task<String> d = sleeper("d", 100);
          Task<?> other = Task.with().unreported().spawn(() -> Tasks.gather(c, d));
          sleep(1);
          c.kill();
          other.join();
          assertInstanceOf(CancellationException.class, other.exception().orElseThrow());
          assertEquals("d", d.result());
        });
  }

  @Test
  void a9_cancel_isFalseForTheEnded_andKeepsItsMessage() throws Exception {
    run(
        () -> {
          Task<String> task = sleeper("task", 100);
          Task.yieldNow();
          task.killAsync(new TaskExit("because"));
          assertFalse(task.isDone());
          task.join();
          assertTrue(task.isCancelled());
          assertEquals("because", task.exit().orElseThrow().getMessage());
          assertFalse(task.cancel(true));
          Throwable cancelled = thrownBy(task::get);
          assertInstanceOf(CancellationException.class, cancelled);
          assertEquals("because", cancelled.getCause().getMessage());
        });
  }

  @Test
  void a10_cancelBeforeTheFirstStep_theBodyNeverRuns() throws Exception {
    run(
        () -> {
          Task<?> task = Task.spawn(() -> log.add("never"));
          assertTrue(task.cancel(false));
          task.join();
          assertTrue(task.isCancelled());
        });
    assertEquals(List.of(), log);
  }

  @Test
  void a11_aSwallowedKill_isCounted_andCanBeForgotten() throws Exception {
    run(
        () -> {
          Task<String> task =
              Task.spawn(
                  () -> {
                    try {
                      sleep(100);
                    } catch (TaskExit e) {
                      log.add(Task.current().orElseThrow().killRequests());
                      log.add(Task.current().orElseThrow().forgetKill());
                    }
                    return "finished";
                  });
          Task.yieldNow();
          task.cancel(true);
          assertEquals("finished", task.result());
          assertFalse(task.isCancelled());
        });
    assertEquals(List.of(1, 0), log);
  }

  @Test
  void a12_aKill_isNoException_aTimeoutIsTheJdksOwn() {
    assertFalse(Exception.class.isAssignableFrom(TaskExit.class));
    assertTrue(Error.class.isAssignableFrom(TaskExit.class));
    assertEquals("java.util.concurrent", TimeoutException.class.getPackageName());
  }

  @Test
  void a13_cleaningUpMayWait_aSecondKillInterruptsIt() throws Exception {
    run(
        () -> {
          for (int kills = 1; kills <= 2; kills++) {
            Task<?> task =
                Task.spawn(
                    () -> {
                      try {
                        sleep(1000);
                      } finally {
                        sleep(10);
                        log.add("cleaned up");
                      }
                    });
            Task.yieldNow();
            for (int i = 0; i < kills; i++) {
              task.killAsync();
              sleep(1);
            }
            task.join();
          }
        });
    assertEquals(List.of("cleaned up"), log);
  }

  @Test
  void a14_resultWithin_killsOnTimeout_andWaitsForTheCleaningUp() throws Exception {
    run(
        () -> {
          Task<String> slow =
              Task.spawn(
                  () -> {
                    try {
                      return sleeper("never", 1000).result();
                    } finally {
                      sleep(7);
                    }
                  });
          assertInstanceOf(
              TimeoutException.class, thrownBy(() -> Tasks.resultWithin(ms(10), slow)));
          assertEquals(17, millis());
          Task<String> done = sleeper("done", 0);
          assertInstanceOf(
              TimeoutException.class, thrownBy(() -> Tasks.resultWithin(NO_TIME, done)));
          Task<String> quick = sleeper("quick", 1);
          quick.join();
          assertEquals("quick", Tasks.resultWithin(NO_TIME, quick));
        });
  }

  @Test
  void a20_shield_keepsTheInnerRunning_aKilledInnerCancels() throws Exception {
    run(
        () -> {
          Task<?> outer =
              Task.spawn(
                  () ->
                      Tasks.shield(
                          () -> {
                            sleep(20);
                            log.add("inner finished");
                            return null;
                          }));
          sleep(5);
          outer.kill();
          assertEquals(5, millis());
          sleep(20);
          List<Task<?>> inner = new ArrayList<>();
          Task<?> shielding =
              Task.with()
                  .unreported()
                  .spawn(
                      () ->
                          Tasks.shield(
                              () -> {
                                inner.add(Task.current().orElseThrow());
                                return sleeper("x", 100).result();
                              }));
          sleep(1);
          inner.get(0).kill();
          shielding.join();
          assertInstanceOf(CancellationException.class, shielding.exception().orElseThrow());
        });
    assertEquals(List.of("inner finished"), log);
  }

  @Test
  void a21_await_firstEnded_firstFailed_all_neverThrowsNorKills() throws Exception {
    run(
        () -> {
          List<Task<String>> tasks =
              List.of(sleeper("a", 30), failing(new IllegalStateException(), 20), sleeper("c", 10));
          Waited<String> first = Tasks.await(tasks, Until.FIRST_ENDED);
          assertEquals(List.of(tasks.get(2)), first.ended());
          assertEquals(tasks.subList(0, 2), first.pending());
          Waited<String> failed = Tasks.await(tasks, Until.FIRST_FAILED);
          assertEquals(List.of(tasks.get(2), tasks.get(1)), failed.ended());
          Waited<String> none = Tasks.await(tasks.subList(0, 1), Until.ALL_ENDED, ms(5));
          assertEquals(List.of(), none.ended());
          assertEquals(25, millis());
          Waited<String> all = Tasks.await(tasks, Until.ALL_ENDED);
          assertEquals(3, all.ended().size());
          assertEquals(List.of(), all.pending());
          assertInstanceOf(
              IllegalArgumentException.class,
              thrownBy(() -> Tasks.await(List.<Task<String>>of(), Until.ALL_ENDED)));
        });
  }

  @Test
  void a22_asCompleted_withTimeout_throwsAfterWhatHadEnded() throws Exception {
    run(
        () -> {
          List<Task<String>> tasks = List.of(sleeper("a", 30), sleeper("b", 10));
          Throwable late =
              thrownBy(
                  () -> {
                    for (Task<String> task : Tasks.asCompleted(tasks, ms(20))) {
                      log.add(task.name());
                    }
                  });
          assertInstanceOf(TimeoutException.class, late);
          assertEquals("1 tasks have not ended in time", late.getMessage());
          assertEquals(20, millis());
        });
    assertEquals(List.of("b"), log);
  }

  @Test
  void race_givesTheFirst_andKillsTheOthers() throws Exception {
    run(
        () -> {
          Task<String> slow = sleeper("slow", 100);
          assertEquals("fast", Tasks.race(List.of(slow, sleeper("fast", 10))));
          assertTrue(slow.exit().isPresent());
          RuntimeException boom = new IllegalStateException("boom");
          assertSame(boom, thrownBy(() -> Tasks.race(List.of(failing(boom, 1), sleeper("x", 10)))));
        });
  }

  @Test
  void a24_otherThreads_getAFuture() throws Exception {
    Object[] seen = new Object[1];
    Hub.run(
        () -> {
          Hub hub = Hub.current().orElseThrow();
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      seen[0] = hub.spawn(() -> sleeper("from the hub", 1).result()).get();
                    } catch (Exception e) {
                      seen[0] = e;
                    }
                  });
          thread.start();
          while (thread.isAlive()) {
            sleep(1);
          }
        });
    assertEquals("from the hub", seen[0]);
  }

  @Test
  void a25_localsAreCopiedAtSpawn_aPlainCallSharesThem() throws Exception {
    TaskLocal<String> local = TaskLocal.create();
    run(
        () -> {
          local.set("parent");
          Task<String> child =
              Task.spawn(
                  () -> {
                    String inherited = local.get();
                    local.set("child");
                    return inherited;
                  });
          local.set("later");
          assertEquals("parent", child.result());
          assertEquals("later", local.get());
        });
  }
}
