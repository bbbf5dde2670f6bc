package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules V1 to V18 of SEMANTICS.md: tasks, their results, and how they are killed. */
class TaskRulesIT extends TaskFixture {
  @Test
  void v1_spawn_returnsAtOnce_bodiesStartInOrderWhenTheSpawnerWaits() throws Exception {
    run(
        () -> {
          for (int i = 0; i < 3; i++) {
            int number = i;
            go(() -> log.add(number));
          }
          log.add("spawned");
          Task.yieldNow();
          log.add("yielded");
        });
    assertEquals(List.of("spawned", 0, 1, 2, "yielded"), log);
  }

  @Test
  void v1_aTaskWhoseSpawnerNeverWaits_runsNoStep() throws Exception {
    run(() -> go(() -> log.add("never")));
    assertEquals(List.of(), log);
  }

  @Test
  void v2_spawnOfNothing_failsAtOnce() throws Exception {
    run(
        () -> {
          assertThrows(NullPointerException.class, () -> Task.spawn((SuspendableRunnable) null));
          assertThrows(NullPointerException.class, () -> Task.spawn((SuspendableCallable<?>) null));
        });
  }

  @Test
  void v3_yielding_isRoundRobin_andLetsTimersIn() throws Exception {
    run(
        () -> {
          for (String name : List.of("1", "2")) {
            go(
                () -> {
                  log.add(name + "A");
                  Task.sleep(NO_TIME);
                  log.add(name + "B");
                });
          }
          Task.yieldNow();
          Task.yieldNow();
          assertEquals(List.of("1A", "2A", "1B", "2B"), log);
          boolean[] fired = new boolean[1];
          go(
              () -> {
                sleep(1);
                fired[0] = true;
              });
          Task.yieldNow();
          clock.advance(ms(5)); // as real time would
          int yields = 0;
          while (!fired[0]) {
            Task.sleep(NO_TIME);
            yields++;
          }
          assertTrue(yields < 200, () -> "the timer came after many yields");
        });
  }

  @Test
  void v4_equalDeadlines_fireInTheOrderOfTheirStart_andNotEarly() throws Exception {
    run(
        () -> {
          for (int i = 0; i < 100; i++) {
            int number = i;
            go(
                () -> {
                  sleep(7);
                  assertEquals(7, millis());
                  log.add(number);
                });
          }
          sleep(8);
        });
    assertEquals(IntStream.range(0, 100).boxed().toList(), log);
  }

  @Test
  void v5_tasks_haveNoParent_butASpawner() throws Exception {
    run(
        () -> {
          Task<?> me = Task.current().orElseThrow();
          Task<Long> child =
              Task.spawn(() -> Task.spawn(() -> Task.current().get().spawnerId()).result());
          assertEquals(child.id(), child.result());
          assertEquals(me.id(), child.spawnerId());
          assertEquals(0, me.spawnerId());
        });
  }

  @Test
  void v6_failure_isStoredAndReported_andNobodyElseIsAffected() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          SuspendableRunnable body =
              () -> {
                throw boom;
              };
          Task<?> failing = Task.spawn(body);
          Task<String> other = sleeper("other", 1);
          failing.join();
          assertSame(boom, failing.exception().orElseThrow());
          assertFalse(failing.isSuccessful());
          assertEquals("other", other.result());
        });
    assertEquals(List.of(boom), uncaught);
  }

  @Test
  void v7_results_returnOrThrow_andDoNotWaitForEver() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          assertEquals("a", sleeper("a", 5).result());
          assertSame(boom, thrownBy(() -> failing(boom, 5).result()));
          Task<String> slow = sleeper("slow", 50);
          assertInstanceOf(IllegalStateException.class, thrownBy(slow::resultNow));
          assertInstanceOf(
              TimeoutException.class, thrownBy(() -> slow.get(10, TimeUnit.MILLISECONDS)));
          assertEquals(20, millis());
          assertEquals("slow", slow.get(1, TimeUnit.DAYS));
        });
  }

  @Test
  void v8_joinWithTimeout_justReturns() throws Exception {
    run(
        () -> {
          Task<String> slow = sleeper("slow", 50);
          slow.join(ms(10));
          assertFalse(slow.isDone());
          slow.join(ms(1000));
          assertTrue(slow.isDone());
          assertEquals(50, millis());
        });
  }

  @Test
  void v9_states() throws Exception {
    run(
        () -> {
          Task<String> task = sleeper("task", 5);
          assertFalse(task.isStarted());
          assertFalse(task.isDone());
          Task.yieldNow();
          assertTrue(task.isStarted());
          assertFalse(task.isDone());
          task.join();
          assertTrue(task.isStarted());
          assertTrue(task.isDone());
          assertTrue(task.isSuccessful());
          Task<Boolean> asking = Task.spawn(() -> Task.current().orElseThrow().isDone());
          assertFalse(asking.result());
        });
  }

  @Test
  void v10_kill_waitsForTheEnd_andCountsAsSuccess() throws Exception {
    run(
        () -> {
          Task<?> victim =
              Task.spawn(
                  () -> {
                    try {
                      sleep(1000);
                    } finally {
                      log.add("finally");
                    }
                  });
          Task.yieldNow();
          victim.kill();
          assertEquals(List.of("finally"), log);
          assertTrue(victim.isDone());
          assertTrue(victim.isSuccessful());
          assertTrue(victim.exit().isPresent());
          assertNull(victim.result());
          assertEquals(0, millis());
        });
    assertEquals(List.of(), uncaught);
  }

  @Test
  void v11_killBeforeTheFirstStep_keepsTheBodyFromRunning_linksFire() throws Exception {
    run(
        () -> {
          Task<?> victim = Task.spawn(() -> log.add("body"));
          victim.link(() -> log.add("link"));
          victim.kill();
          Task<?> delayed = Task.with().delay(ms(5)).spawn(() -> log.add("body"));
          Task.yieldNow();
          delayed.kill();
          sleep(10);
        });
    assertEquals(List.of("link"), log);
  }

  @Test
  void v12_killAsync_returnsWithTheTargetAlive() throws Exception {
    run(
        () -> {
          Task<String> victim = sleeper("victim", 1000);
          Task.yieldNow();
          victim.killAsync();
          assertFalse(victim.isDone());
          Task.yieldNow();
          assertTrue(victim.isDone());
        });
  }

  @Test
  void v13_killWithTimeout_ofOneThatSwallowsIt_returns() throws Exception {
    run(
        () -> {
          Task<?> undead =
              Task.spawn(
                  () -> {
                    for (int i = 0; i < 2; i++) {
                      try {
                        sleep(1000);
                      } catch (TaskExit | IllegalStateException swallowed) {
                        log.add(swallowed.getClass().getSimpleName());
                      }
                    }
                  });
          Task.yieldNow();
          undead.kill(new TaskExit(), ms(10));
          assertFalse(undead.isDone());
          assertEquals(10, millis());
          undead.kill(new IllegalStateException(), ms(10));
          assertTrue(undead.isDone());
        });
    assertEquals(List.of("TaskExit", "IllegalStateException"), log);
  }

  @Test
  void v14_killWithAnotherException_isAFailure_andTheDeadAreLeftAlone() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          Task<String> victim = sleeper("victim", 1000);
          Task.yieldNow();
          victim.kill(boom);
          assertSame(boom, victim.exception().orElseThrow());
          assertFalse(victim.isSuccessful());
          victim.kill(new IllegalStateException("again"));
          assertSame(boom, victim.exception().orElseThrow());
          Task<?> suicidal =
              Task.spawn(
                  () -> {
                    Task.current().orElseThrow().kill();
                    log.add("never");
                  });
          suicidal.join();
          assertTrue(suicidal.exit().isPresent());
        });
    assertEquals(List.of(), log);
    assertEquals(List.of(boom), uncaught);
  }

  @Test
  void v15_aReadyTarget_getsTheKillBeforeItsNextStep() throws Exception {
    run(
        () -> {
          Task<?> yielding =
              Task.spawn(
                  () -> {
                    for (int i = 0; i < 100; i++) {
                      log.add(i);
                      Task.sleep(NO_TIME);
                    }
                  });
          Task.yieldNow();
          Task.yieldNow();
          yielding.kill();
        });
    assertEquals(List.of(0, 1), log); // Python may run one step more
  }

  @Test
  void v16_aTaskThatSwallowsItsKill_goesOn() throws Exception {
    run(
        () -> {
          Task<String> task =
              Task.spawn(
                  () -> {
                    log.add("start");
                    try {
                      sleep(1000);
                    } catch (TaskExit e) {
                      log.add("except");
                    }
                    log.add("finished");
                    return "value";
                  });
          Task.yieldNow();
          task.kill();
          assertEquals("value", task.result());
          assertEquals(Optional.empty(), task.exit());
        });
    assertEquals(List.of("start", "except", "finished"), log);
  }

  @Test
  void v17_killInsideTryFinally_releases_withoutItLeaks() throws Exception {
    boolean[] locked = new boolean[2];
    run(
        () -> {
          Task<?> careless =
              Task.spawn(
                  () -> {
                    locked[0] = true;
                    sleep(1000);
                    locked[0] = false;
                  });
          Task<?> careful =
              Task.spawn(
                  () -> {
                    locked[1] = true;
                    try {
                      sleep(1000);
                    } finally {
                      locked[1] = false;
                    }
                  });
          Task.yieldNow();
          careless.kill();
          careful.kill();
        });
    assertTrue(locked[0]);
    assertFalse(locked[1]);
  }

  @Test
  void u5_theSameFailure_keepsItsTrace_howeverOftenItIsThrown() throws Exception {
    RuntimeException[] seen = new RuntimeException[2];
    run(
        () -> {
          SuspendableCallable<String> body =
              () -> {
                sleep(1);
                throw new IllegalStateException("here");
              };
          Task<String> failing = Task.with().unreported().spawn(body);
          for (int i = 0; i < 2; i++) {
            try {
              failing.result();
            } catch (IllegalStateException e) {
              seen[i] = e;
              log.add(e.getStackTrace()[0]);
            }
          }
        });
    assertSame(seen[0], seen[1]);
    assertNotSame(null, seen[0]);
    assertEquals(log.get(0), log.get(1));
    assertEquals(TaskRulesIT.class.getName(), ((StackTraceElement) log.get(0)).getClassName());
  }
}
