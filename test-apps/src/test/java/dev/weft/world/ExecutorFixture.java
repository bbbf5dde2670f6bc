package dev.weft.world;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.interop.TaskExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Executors of the hub of a test, and calls that wait. */
abstract class ExecutorFixture extends WorldFixture {
  /** Waits, and gives its name. */
  @Suspendable
  record Sleeping(String name, Duration time) implements Callable<String> {
    @Override
    public String call() throws InterruptedException {
      Task.sleep(time);
      return name;
    }
  }

  /** Waits. */
  @Suspendable
  record Napping(Duration time) implements Runnable {
    @Override
    public void run() {
      try {
        Task.sleep(time);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  static TaskExecutor here() {
    return TaskExecutor.on(Hub.current().orElseThrow());
  }
}
