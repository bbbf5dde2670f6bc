package dev.weft.hub;

import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Frame;
import dev.weft.waiting.Limit;
import java.time.Duration;
import java.util.Objects;

/**
 * How a task is to be spawned, where the defaults do not fit.
 *
 * <pre>{@code
 * Task<String> t = Task.with().name("fetch").delay(Duration.ofSeconds(1)).spawn(() -> fetch(url));
 * }</pre>
 *
 * <p>Used by one thread.
 */
public final class TaskSpec {
  private Scheduler scheduler;
  private String name;
  private long delayNanos;
  private TaskLocals.Inheritance inheritance = TaskLocals.Inheritance.COPIED;
  private boolean reported = true;
  private Boolean background;

  TaskSpec() {}

  /** The name that dumps and messages show; {@code task-N} otherwise. */
  public TaskSpec name(String newName) {
    name = Objects.requireNonNull(newName, "name");
    return this;
  }

  /** Who runs it; the current task's scheduler otherwise. */
  public TaskSpec on(Scheduler newScheduler) {
    scheduler = Objects.requireNonNull(newScheduler, "scheduler");
    return this;
  }

  /** How long after the spawn it starts, at least. */
  public TaskSpec delay(Duration delay) {
    delayNanos = Limit.nanos(delay, "delay");
    return this;
  }

  /**
   * What becomes of the spawner's {@link TaskLocal}s and {@link TaskContext}s; a copy otherwise.
   */
  public TaskSpec locals(TaskLocals.Inheritance newInheritance) {
    inheritance = Objects.requireNonNull(newInheritance, "inheritance");
    return this;
  }

  /** Somebody will look at its failure, so it is not reported as uncaught. */
  public TaskSpec unreported() {
    reported = false;
    return this;
  }

  /**
   * Whether {@link Hub#join} is not to wait for it; as for its spawner otherwise. Any task that is
   * left when the main task ends is killed.
   */
  public TaskSpec background(boolean newBackground) {
    background = newBackground;
    return this;
  }

  /** Spawns the task. */
  public Task<Void> spawn(SuspendableRunnable body) {
    return spawn(new TaskBody.OfRunnable(Objects.requireNonNull(body, "body")));
  }

  /** Spawns the task. */
  public <T> Task<T> spawn(SuspendableCallable<T> body) {
    return spawn(new TaskBody.OfCallable(Objects.requireNonNull(body, "body")));
  }

  private <T> Task<T> spawn(Frame start) {
    Task<?> spawner = Task.currentOrNull();
    Scheduler runner = scheduler;
    if (runner == null) {
      runner = Scheduler.current("spawn");
    }
    Task<T> task =
        new Task<>(
            runner,
            start,
            name,
            spawner,
            TaskLocals.inherit(spawner, inheritance, runner.contexts()),
            reported,
            background == null ? spawner != null && spawner.isBackground() : background,
            null);
    runner.begin(task, delayNanos);
    return task;
  }
}
