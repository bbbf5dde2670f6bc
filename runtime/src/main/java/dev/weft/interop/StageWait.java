package dev.weft.interop;

import dev.weft.Suspendable;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** One wait for a stage: what the stage calls when it completes. Used once. */
final class StageWait<T> implements Blocker, BiConsumer<T, Throwable> {
  private final CompletionStage<T> stage;
  private T value;
  private Throwable failure;

  /** Who waits; null when nobody does, so that the stage keeps no task alive. */
  private volatile Waiter waiter;

  StageWait(CompletionStage<T> stage) {
    this.stage = stage;
  }

  /** By whoever completes the stage, or by the waiter itself when that has happened. */
  @Override
  public void accept(T result, Throwable exception) {
    value = result;
    failure = exception;
    Waiter waiting = waiter;
    if (waiting != null) {
      waiting.wake(); // publishes both
    }
  }

  /**
   * Waits.
   *
   * @return whether it completed in time
   */
  @Suspendable
  boolean await(Object me, long nanos) throws InterruptedException {
    Waiter entered = new Waiter(me, this);
    waiter = entered;
    stage.whenComplete(this);
    try {
      return entered.await(nanos);
    } finally {
      waiter = null;
    }
  }

  /** What it completed with; once {@link #await} has answered true. */
  T result() {
    if (failure == null) {
      return value;
    }
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    throw Throwing.sneaky(cause);
  }

  @Override
  public boolean endsOutside() {
    return true;
  }

  @Override
  public String toString() {
    return "the stage " + stage;
  }
}
