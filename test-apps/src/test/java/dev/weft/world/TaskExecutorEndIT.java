package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.hub.Task;
import dev.weft.interop.TaskExecutor;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How an executor whose calls are tasks is closed, and what ends with its hub. */
class TaskExecutorEndIT extends ExecutorFixture {
  @Test
  void close_waitsForItsCalls_byTryWithResources() throws Exception {
    run(
        () -> {
          try (TaskExecutor executor = here()) {
            executor.execute(new Napping(HOUR));
          }
          log.add(clock.elapsed());
        });
    assertEquals(List.of(HOUR), log);
  }

  @Test
  void close_interrupted_stopsTheCalls_waits_andKeepsTheInterrupt() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          Future<String> running = executor.submit(new Sleeping("running", HOUR));
          Task<Boolean> closing =
              Task.spawn(
                  () -> {
                    executor.close();
                    return Task.current().orElseThrow().isInterrupted();
                  });
          settle();
          Future<String> never = executor.isShutdown() ? running : null;
          closing.interrupt();
          log.add(closing.result());
          log.add(executor.isTerminated());
          log.add(thrownBy(never::get).getCause().getClass());
          log.add(clock.elapsed().compareTo(SECOND) < 0);
        });
    assertEquals(List.of(true, true, InterruptedException.class, true), log);
  }

  @Test
  void close_killed_stopsTheCalls() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          executor.submit(new Sleeping("running", HOUR));
          Task<Void> closing = Task.spawn(executor::close);
          settle();
          closing.kill();
          log.add(executor.awaitTermination(1, TimeUnit.SECONDS));
        });
    assertEquals(List.of(true), log);
  }

  @Test
  void close_byACallOfItsOwn_isRefused() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          Future<Throwable> future = executor.submit(() -> thrownBy(executor::close));
          log.add(future.get().getMessage().contains("cannot be closed by a call of its own"));
          executor.close();
        });
    assertEquals(List.of(true), log);
  }

  @Test
  void callsOfAHubThatEnds_areCancelled_andItTakesNoMore() throws Exception {
    TaskExecutor[] executor = new TaskExecutor[1];
    Future<?>[] futures = new Future<?>[2];
    run(
        () -> {
          executor[0] = here();
          futures[0] = executor[0].submit(new Sleeping("running", HOUR));
          settle();
          futures[1] = executor[0].submit(new Sleeping("unstarted", HOUR));
        });
    assertTrue(futures[0].isCancelled());
    assertTrue(futures[1].isCancelled());
    RejectedExecutionException rejected =
        assertThrows(RejectedExecutionException.class, () -> executor[0].submit(() -> "late"));
    assertTrue(rejected.getMessage().contains(" has no scheduler any more"));
    assertFalse(executor[0].isTerminated());
    executor[0].close();
    assertTrue(executor[0].isTerminated());
  }
}
