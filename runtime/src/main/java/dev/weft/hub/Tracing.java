package dev.weft.hub;

import dev.weft.abi.FrameStack;
import dev.weft.waiting.Waiter;
import java.util.function.Consumer;

/**
 * Tells somebody what a hub does with its tasks. A hub without one pays a comparison with null for
 * each step. Used by the carrier.
 */
final class Tracing {
  private final Consumer<TaskEvent> listener;
  private final Clock clock;

  /** The task that is being run, or has just stopped; null between two steps. */
  private Task<?> running;

  /** Whether {@link #running} was made ready before its step was over. */
  private boolean readyAgain;

  private boolean failed;

  Tracing(Consumer<TaskEvent> listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  void spawned(Task<?> task, long delayNanos) {
    String spawner = task.spawnerId() == 0 ? "" : "by " + task.spawnerId();
    tell(
        TaskEvent.Kind.SPAWNED,
        task,
        delayNanos > 0 ? (spawner + " after " + delayNanos + " ns").strip() : spawner);
  }

  void ready(Task<?> task) {
    if (task == running) {
      readyAgain = true;
    } else {
      tell(TaskEvent.Kind.READY, task, how(task.waiter()));
    }
  }

  private static String how(Waiter waiter) {
    if (waiter == null) {
      return "";
    }
    return waiter.isRaised() ? "raised" : waiter.isExpired() ? "expired" : "woken";
  }

  /** Runs {@code task} until it stops. */
  void step(Task<?> task, FrameStack stack) {
    running = task;
    readyAgain = false;
    tell(TaskEvent.Kind.RUNS, task, "");
    try {
      task.step(stack);
    } finally {
      running = null;
    }
    if (readyAgain) {
      tell(TaskEvent.Kind.YIELDS, task, how(task.waiter()));
    } else if (!task.isDone()) {
      tell(
          TaskEvent.Kind.WAITS,
          task,
          task.waitsFor().map(blocker -> "for " + TaskTree.named(blocker)).orElse(""));
    }
  }

  void ended(Task<?> task) {
    tell(
        TaskEvent.Kind.ENDED,
        task,
        task.exception()
            .map(failure -> failure.getClass().getName())
            .orElse(task.exit().isPresent() ? "killed" : "returned"));
  }

  void expired(int timers) {
    if (timers > 0) {
      tell(TaskEvent.Kind.TIMERS, null, String.valueOf(timers));
    }
  }

  private void tell(TaskEvent.Kind kind, Task<?> task, String detail) {
    if (failed) {
      return;
    }
    try {
      listener.accept(
          task == null
              ? new TaskEvent(kind, 0, "", clock.nanoTime(), detail)
              : new TaskEvent(kind, task.id(), task.name(), clock.nanoTime(), detail));
    } catch (RuntimeException | Error e) {
      failed = true;
      Reports.failed("the listener of HubOptions.trace, which is told nothing more,", e);
    }
  }
}
