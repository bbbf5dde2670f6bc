package dev.weft.hub;

import dev.weft.SuspendableConsumer;
import dev.weft.SuspendableRunnable;

/** A callback that waits for the end of a task; see {@link Task#link}. */
public final class TaskLink implements TaskWatchers.Watcher {
  private final Task<?> task;
  private final When when;
  private final SuspendableRunnable callback;

  /** Which ends call the callback. */
  private enum When {
    ALWAYS,
    SUCCESS,
    FAILURE
  }

  private TaskLink(Task<?> task, When when, SuspendableRunnable callback) {
    this.task = task;
    this.when = when;
    this.callback = callback;
  }

  static TaskLink onEnd(Task<?> task, SuspendableRunnable callback) {
    return new TaskLink(task, When.ALWAYS, callback);
  }

  static <T> TaskLink onValue(Task<T> task, SuspendableConsumer<? super T> callback) {
    return new TaskLink(task, When.SUCCESS, () -> callback.accept(task.resultNow()));
  }

  static TaskLink onException(Task<?> task, SuspendableConsumer<? super Throwable> callback) {
    return new TaskLink(task, When.FAILURE, () -> callback.accept(task.exception().orElseThrow()));
  }

  /** Spawns the task that runs the callback. */
  @Override
  public void ended() {
    if (when == When.ALWAYS || task.isSuccessful() == (when == When.SUCCESS)) {
      Task<Void> unused =
          new TaskSpec().on(task.scheduler()).name("link of " + task.name()).spawn(callback);
    }
  }
}
