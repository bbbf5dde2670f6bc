package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableRunnable;
import dev.weft.hub.Completions;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.hub.TaskLink;
import dev.weft.hub.TaskLocal;
import dev.weft.hub.TaskLocals;
import dev.weft.hub.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Rules V18 to V30 of SEMANTICS.md: waiting for several tasks, links, names. */
class TaskWaitRulesIT extends TaskFixture {
  @Test
  void v18_killAll_endsAll_orSaysThatItTookTooLong() throws Exception {
    run(
        () -> {
          List<Task<?>> tasks = new ArrayList<>();
          tasks.add(sleeper("a", 1000));
          tasks.add(sleeper("b", 1000));
          Task.yieldNow();
          tasks.add(Task.spawn(() -> log.add("an unstarted one never runs")));
          Tasks.killAll(tasks);
          assertTrue(tasks.stream().allMatch(Task::isDone));
          SuspendableRunnable swallowing =
              () -> {
                try {
                  sleep(1000);
                } catch (TaskExit e) {
                  sleep(500);
                }
              };
          List<Task<?>> undead = List.of(Task.spawn(swallowing), Task.spawn(swallowing));
          Task.yieldNow();
          assertInstanceOf(TimeoutException.class, thrownBy(() -> Tasks.killAll(undead, ms(10))));
          assertEquals(10, millis());
          Tasks.killAllAsync(undead);
          assertFalse(undead.get(0).isDone());
        });
    assertEquals(List.of(), log);
  }

  @Test
  void v19_joinAll_givesThemInTheOrderTheyEnded() throws Exception {
    run(
        () -> {
          Task<String> a = sleeper("a", 30);
          Task<String> b = sleeper("b", 10);
          Task<String> c = sleeper("c", 20);
          assertEquals(List.of("b", "c", "a"), names(Tasks.joinAll(List.of(a, b, c, b))));
          assertEquals(30, millis());
          assertEquals(List.of("a", "b", "c"), names(Tasks.joinAll(List.of(a, b, c))));
        });
  }

  @Test
  void v19_joinAll_withTimeoutOrCount_givesThoseThatHadEnded() throws Exception {
    run(
        () -> {
          List<Task<String>> tasks = List.of(sleeper("a", 30), sleeper("b", 10), sleeper("c", 20));
          assertEquals(List.of("b"), names(Tasks.joinFirst(1, tasks)));
          assertEquals(10, millis());
          assertEquals(List.of("b", "c"), names(Tasks.joinAll(tasks, ms(15))));
          assertEquals(25, millis());
          assertEquals(List.of(), names(Tasks.joinFirst(0, tasks)));
          assertEquals(List.of(), Tasks.joinAll(List.<Task<String>>of()));
        });
  }

  @Test
  void v20_joinAllOrThrow_throwsTheEarliestFailureAtOnce_othersGoOn() throws Exception {
    RuntimeException early = new IllegalStateException("early");
    run(
        () -> {
          Task<String> slow = sleeper("slow", 100);
          Task<String> late = failing(new IllegalStateException("late"), 20);
          Task<String> first = failing(early, 10);
          assertSame(early, thrownBy(() -> Tasks.joinAllOrThrow(List.of(slow, late, first))));
          assertEquals(10, millis());
          assertFalse(slow.isDone());
          assertEquals("slow", slow.result());
        });
  }

  @Test
  void v21_asCompleted_givesThemAsTheyEnd_andForgetsTheRestWhenClosed() throws Exception {
    run(
        () -> {
          Task<String> a = sleeper("a", 30);
          Task<String> b = sleeper("b", 10);
          Task<String> c = sleeper("c", 20);
          for (Task<String> task : Tasks.asCompleted(List.of(a, b, c))) {
            log.add(task.result() + millis());
          }
          Task<String> d = sleeper("d", 10);
          Task<String> e = sleeper("e", 100);
          try (Completions<String> some = Tasks.asCompleted(List.of(d, e))) {
            log.add(some.next().name());
          }
          assertFalse(e.isDone());
          assertEquals("e", e.result());
        });
    assertEquals(List.of("b10", "c20", "a30", "d"), log);
  }

  @Test
  void v22_joiningTheHub_waitsUntilNothingIsLeft() throws Exception {
    run(
        () -> {
          Hub hub = Hub.current().orElseThrow();
          go(
              () -> {
                sleep(10);
                go(() -> sleep(10));
              });
          assertFalse(hub.join(ms(15)));
          assertEquals(15, millis());
          assertTrue(hub.join(ms(100)));
          assertEquals(20, millis());
          hub.join();
        });
  }

  @Test
  void v23_links_runInTasksOfTheirOwn_inOrder_alsoAfterTheEnd() throws Exception {
    run(
        () -> {
          Task<String> task = sleeper("task", 5);
          task.link(
              () -> {
                log.add(1);
                sleep(100); // may wait
                log.add("late");
              });
          task.link(() -> log.add(2));
          task.link(() -> log.add(Task.current().orElseThrow().name()));
          task.join();
          assertEquals(List.of(1, 2, "link of task"), log); // they came before the joiner
          Task.yieldNow();
          task.link(() -> log.add("after"));
          sleep(200);
        });
    assertEquals(List.of(1, 2, "link of task", "after", "late"), log);
  }

  @Test
  void v24_links_chooseByOutcome_andCanBeTakenBack() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          Task<String> good = sleeper("good", 5);
          Task<String> bad = failing(boom, 5);
          Task<String> killed = sleeper("killed", 5);
          for (Task<String> task : List.of(good, bad, killed)) {
            task.linkValue(value -> log.add(task.name() + " value " + value));
            task.linkException(failure -> log.add(failure));
            TaskLink unwanted = task.link(() -> log.add("no"));
            task.unlink(unwanted);
          }
          killed.killAsync();
          sleep(10);
          assertEquals(List.of("killed value null", "good value good", boom), log);
          Task<String> silent = sleeper("silent", 5);
          silent.link(() -> log.add("no"));
          silent.linkValue(value -> log.add("no"));
          silent.unlinkAll();
          silent.join();
          Task.yieldNow();
          assertEquals(3, log.size());
        });
  }

  @Test
  void v25_failureOfALink_isReported_othersStillRun() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          Task<String> task = sleeper("task", 5);
          SuspendableRunnable failing =
              () -> {
                throw boom;
              };
          task.link(failing);
          task.link(() -> log.add("still"));
          sleep(10);
        });
    assertEquals(List.of("still"), log);
    assertEquals(List.of(boom), uncaught);
  }

  @Test
  void v26_anyMethodThatTakesTheValue_isALink() throws Exception {
    run(
        () -> {
          sleeper("task", 5).linkValue(log::add);
          sleep(10);
        });
    assertEquals(List.of("task"), log);
  }

  @Test
  void v27_joining_waitsAtTheEnd_andKillsWhenTheBodyFails() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          Tasks.joining(sleeper("task", 10), task -> log.add(task.isDone()));
          assertEquals(10, millis());
          Task<String> victim = sleeper("victim", 1000);
          SuspendableRunnable block =
              () ->
                  Tasks.joining(
                      victim,
                      task -> {
                        sleep(5);
                        throw boom;
                      });
          assertSame(boom, thrownBy(block));
          assertSame(boom, victim.exception().orElseThrow());
          assertEquals(15, millis());
        });
    assertEquals(List.of(false), log);
  }

  @Test
  void v28_spawnLater_startsLater_andCanBeKilledBefore() throws Exception {
    run(
        () -> {
          Task<Long> later = Task.with().delay(ms(20)).spawn(this::millis);
          Task<?> never = Task.with().delay(ms(20)).spawn(() -> log.add("never"));
          sleep(10);
          never.kill();
          assertEquals(20, later.result());
        });
    assertEquals(List.of(), log);
  }

  @Test
  void v29_descendants_shareLocalsOnRequest_andKnowTheirSpawner() throws Exception {
    TaskLocal<String> local = TaskLocal.create();
    run(
        () -> {
          local.set("mine");
          Task<?> sharing =
              Task.with().locals(TaskLocals.Inheritance.SHARED).spawn(() -> local.set("ours"));
          sharing.join();
          assertEquals("ours", local.get());
          assertEquals(Task.current().orElseThrow().id(), sharing.spawnerId());
        });
  }

  @Test
  void v30_toString_namesTheTaskAndItsState() throws Exception {
    run(
        () -> {
          Task<String> task = sleeper("fetch", 10);
          assertEquals("Task \"fetch\" unstarted", task.toString());
          Task.yieldNow();
          assertEquals("Task \"fetch\" waiting for sleep", task.toString());
          Task<Void> joiner = Task.with().name("joiner").spawn(() -> task.join());
          Task.yieldNow();
          assertEquals("Task \"joiner\" waiting for the end of \"fetch\"", joiner.toString());
          task.join();
          assertEquals("Task \"fetch\" ended", task.toString());
          task.setName("renamed");
          assertEquals("renamed", task.name());
        });
  }
}
