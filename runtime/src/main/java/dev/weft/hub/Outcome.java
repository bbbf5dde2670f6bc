package dev.weft.hub;

import dev.weft.abi.Throwing;
import java.util.concurrent.CancellationException;

/**
 * How a task ended, as a value.
 *
 * @param value what it returned; null unless it returned
 * @param exception what it failed with, a {@link CancellationException} if it was killed; null when
 *     it returned
 */
public record Outcome<T>(T value, Throwable exception) {
  /** The outcome of a task that has ended. */
  static <T> Outcome<T> of(Task<T> task) {
    if (task.exception().isPresent()) {
      return new Outcome<>(null, task.exception().get());
    }
    return task.exit().isPresent()
        ? new Outcome<>(null, cancelled(task))
        : new Outcome<>(task.resultNow(), null);
  }

  /** What somebody gets who needs the result of a killed task. */
  static CancellationException cancelled(Task<?> task) {
    CancellationException cancelled = new CancellationException(task + " was killed");
    task.exit().ifPresent(cancelled::initCause);
    return cancelled;
  }

  /** Whether it returned. */
  public boolean isSuccess() {
    return exception == null;
  }

  /**
   * The value.
   *
   * @throws RuntimeException sneakily: {@link #exception}, if there is one
   */
  public T get() {
    if (exception != null) {
      throw Throwing.sneaky(exception);
    }
    return value;
  }
}
