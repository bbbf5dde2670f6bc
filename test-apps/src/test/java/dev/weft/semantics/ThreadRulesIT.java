package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.hub.TaskLocal;
import dev.weft.hub.TaskLocals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules T1 to T4, T13 and T15 of SEMANTICS.md: what threads do, on tasks. */
class ThreadRulesIT extends TaskFixture {
  @Test
  void t1_aTaskIsStartedOnce_byItsSpawn_andCannotJoinItself() throws Exception {
    run(
        () -> {
          Task<?> task = Task.spawn(() -> log.add("once"));
          task.join(); // before it has begun is fine: it is on its way
          task.join();
          Throwable refused = thrownBy(() -> Task.current().orElseThrow().join());
          assertInstanceOf(IllegalStateException.class, refused);
          assertTrue(refused.getMessage().contains("cannot wait for its own end"));
        });
    assertEquals(List.of("once"), log);
  }

  @Test
  void t2_joinWithTimeout_tellsNothing_askIsDone() throws Exception {
    run(
        () -> {
          Task<String> task = sleeper("task", 50);
          task.join(ms(10));
          assertFalse(task.isDone());
          task.join(ms(100));
          assertTrue(task.isDone());
        });
  }

  @Test
  void t3_background_isChosenAtTheSpawn_inherited_andNotWaitedFor() throws Exception {
    run(
        () -> {
          List<Task<?>> children = new ArrayList<>();
          Task<?> daemon =
              Task.with()
                  .background(true)
                  .spawn(
                      () -> {
                        children.add(Task.spawn(() -> sleep(1000)));
                        children.add(Task.with().background(false).spawn(() -> sleep(20)));
                        sleep(1000);
                      });
          Task.yieldNow();
          assertTrue(daemon.isBackground());
          assertTrue(children.get(0).isBackground());
          assertFalse(children.get(1).isBackground());
          Hub.current().orElseThrow().join();
          assertEquals(20, millis());
          assertFalse(daemon.isDone() || children.get(0).isDone());
        });
  }

  @Test
  void t4_uncaught_goesToTheHandlerOnce_exitsAreSilent() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          SuspendableRunnable failing =
              () -> {
                throw boom;
              };
          SuspendableRunnable exiting =
              () -> {
                throw new TaskExit();
              };
          Task<?> task = Task.spawn(failing);
          go(exiting);
          task.join(); // does not throw
          assertEquals(boom, task.exception().orElseThrow()); // but who asks is told
        });
    assertEquals(List.of(boom), uncaught);
  }

  @Test
  void t13_locals_areOfTheTask() throws Exception {
    TaskLocal<Integer> local = TaskLocal.withInitial(() -> 0);
    run(
        () -> {
          local.set(1);
          Task<Integer> empty =
              Task.with().locals(TaskLocals.Inheritance.EMPTY).spawn(() -> local.get());
          Task<Integer> copied = Task.spawn(() -> local.get());
          assertEquals(0, empty.result());
          assertEquals(1, copied.result());
        });
    assertEquals(0, local.get()); // that of the thread
  }

  @Test
  void t15_readWaitWrite_losesUpdates_withoutAWaitItNeverDoes() throws Exception {
    int[] counters = new int[2];
    run(
        () -> {
          for (int i = 0; i < 5; i++) {
            go(
                () -> {
                  for (int j = 0; j < 1000; j++) {
                    int read = counters[0];
                    Task.yieldNow();
                    counters[0] = read + 1;
                    counters[1]++;
                  }
                });
          }
          Hub.current().orElseThrow().join();
        });
    assertEquals(1000, counters[0]);
    assertEquals(5000, counters[1]);
  }
}
