package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Throwing;
import dev.weft.abi.Twin;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A result that somebody will deliver, once: a value or an exception.
 *
 * <pre>{@code
 * Promise<String> answer = new Promise<>();
 * Task.spawn(() -> answer.complete(ask()));
 * System.out.println(answer.result());
 * }</pre>
 *
 * <p>Threads: any. After gevent's {@code AsyncResult} and {@link
 * java.util.concurrent.CompletableFuture}, whose names it has.
 */
public final class Promise<T> extends Gate implements Future<T> {
  private static final Object PENDING = new Object();

  /** The value, a {@link Failure}, or {@link #PENDING}. Written with the monitor of the queue. */
  private volatile Object outcome = PENDING;

  private record Failure(Throwable exception) {}

  /** A promise without a result. */
  public Promise() {
    this(null);
  }

  /** The same, with the name that dumps and messages show. */
  public Promise(String name) {
    super(name);
  }

  private Promise(String name, boolean outside) {
    super(name, outside);
  }

  /**
   * A promise that a daemon thread may keep, or another whom no hub can see: a hub whose tasks wait
   * for it is not deadlocked.
   */
  public static <T> Promise<T> fromOutside(String name) {
    return new Promise<>(name, true);
  }

  // ---- delivering ----------------------------------------------------------------------------

  /**
   * Delivers a value, unless there is a result.
   *
   * @return whether this call delivered it
   */
  public boolean complete(T value) {
    return deliver(value, false);
  }

  /** The same for an exception. */
  public boolean completeExceptionally(Throwable exception) {
    return deliver(new Failure(Objects.requireNonNull(exception, "exception")), false);
  }

  /**
   * Delivers a value, and insists on being the first.
   *
   * @throws IllegalStateException if there is a result
   */
  public void set(T value) {
    requireDelivered(deliver(value, false));
  }

  /** The same for an exception. */
  public void setException(Throwable exception) {
    requireDelivered(completeExceptionally(exception));
  }

  private void requireDelivered(boolean delivered) {
    if (!delivered) {
      throw new IllegalStateException(this + " has a result already");
    }
  }

  /** Delivers a value in any case: who asks from now on gets this one. */
  public void obtrude(T value) {
    deliver(value, true);
  }

  /** Delivers what {@code ended} ended with; a cancelled one cancels this one too. */
  public boolean completeFrom(Future<? extends T> ended) {
    if (!ended.isDone()) {
      throw new IllegalStateException(ended + " has not ended");
    }
    try {
      return complete(ended.get());
    } catch (ExecutionException e) {
      return completeExceptionally(e.getCause());
    } catch (CancellationException e) {
      return completeExceptionally(e);
    } catch (InterruptedException e) {
      throw new AssertionError("it has ended, so nothing was waited for", e);
    }
  }

  private boolean deliver(Object result, boolean always) {
    synchronized (queue) {
      if (outcome != PENDING && !always) {
        return false;
      }
      outcome = result;
      queue.wakeAll();
      return true;
    }
  }

  // ---- waiting -------------------------------------------------------------------------------

  /** Waits for the result, whatever it is. */
  @Suspendable
  public void await() throws InterruptedException {
    boolean seen = awaitWithin(Waiter.FOREVER);
    assert seen;
  }

  @Twin
  @PassesStack
  @SuppressWarnings({"UnusedMethod", "UnusedVariable", "CheckReturnValue"}) // called in woven code
  void await(FrameStack stack) throws InterruptedException {
    awaitWithin(Waiter.FOREVER);
  }

  /**
   * Waits no longer than {@code timeout}.
   *
   * @return whether there is a result
   */
  @Suspendable
  public boolean await(Duration timeout) throws InterruptedException {
    return awaitWithin(Limit.nanos(timeout));
  }

  /**
   * Waits for the value.
   *
   * @throws RuntimeException sneakily: the exception that was delivered instead, as it is
   */
  @Suspendable
  public T result() throws InterruptedException {
    await();
    return resultNow();
  }

  @Override
  @Suspendable
  public T get() throws InterruptedException, ExecutionException {
    await();
    return reported();
  }

  @Override
  @Suspendable
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!awaitWithin(unit.toNanos(timeout))) {
      throw new TimeoutException(this + " has no result after " + timeout + " " + unit);
    }
    return reported();
  }

  private T reported() throws ExecutionException {
    if (outcome instanceof Failure failure) {
      if (failure.exception instanceof CancellationException cancelled) {
        throw cancelled;
      }
      throw new ExecutionException(failure.exception);
    }
    return resultNow();
  }

  // ---- the result ----------------------------------------------------------------------------

  /**
   * The value that was delivered.
   *
   * @throws IllegalStateException if there is no result
   * @throws RuntimeException sneakily: the exception that was delivered, as it is
   */
  @SuppressWarnings("unchecked") // only values of the type are delivered
  public T resultNow() {
    Object now = outcome;
    if (now == PENDING) {
      throw new IllegalStateException(this + " has no result yet");
    }
    if (now instanceof Failure failure) {
      throw Throwing.sneaky(failure.exception);
    }
    return (T) now;
  }

  /** Delivers a {@link CancellationException}, unless there is a result. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return completeExceptionally(new CancellationException(this + " was cancelled"));
  }

  @Override
  public boolean isCancelled() {
    return outcome instanceof Failure failure && failure.exception instanceof CancellationException;
  }

  @Override
  public boolean isDone() {
    return outcome != PENDING;
  }

  /** Whether a value was delivered. */
  public boolean isSuccessful() {
    return isDone() && !(outcome instanceof Failure);
  }

  // ---- for a Select --------------------------------------------------------------------------

  @Override
  public boolean isReady() {
    return isDone();
  }
}
