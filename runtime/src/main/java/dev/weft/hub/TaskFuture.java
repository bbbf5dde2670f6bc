package dev.weft.hub;

import java.util.concurrent.CompletableFuture;

/** See {@link Task#toCompletableFuture}. */
final class TaskFuture<T> extends CompletableFuture<T> implements TaskWatchers.Watcher {
  private final Task<T> task;

  TaskFuture(Task<T> task) {
    this.task = task;
  }

  @Override
  public void ended() {
    Outcome<T> outcome = Outcome.of(task);
    if (outcome.isSuccess()) {
      complete(outcome.value());
    } else {
      completeExceptionally(outcome.exception());
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    task.cancel(mayInterruptIfRunning);
    return cancelled;
  }
}
