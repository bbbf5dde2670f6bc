package dev.weft.hub;

import dev.weft.SuspendableRunnable;

/** A callback that waits for the end of a task; see {@link Task#link}. */
public final class TaskLink implements TaskWatchers.Watcher {
  private final Task<?> task;
  private final SuspendableRunnable callback;

  TaskLink(Task<?> task, SuspendableRunnable callback) {
    this.task = task;
    this.callback = callback;
  }

  /** Spawns the task that runs the callback. */
  @Override
  public void ended() {
    new TaskSpec().on(task.scheduler()).name("link of " + task.name()).spawn(callback);
  }
}
