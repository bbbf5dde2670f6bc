package dev.weft.interop;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.abi.Throwing;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.sync.Promise;
import dev.weft.waiting.Strand;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call that was given to a {@link TaskExecutor}.
 *
 * <pre>
 * state     | meaning
 * SUBMITTED | its task has not begun
 * WITHDRAWN | shutdownNow gave it back; who has it may run it
 * RUNNING   | somebody runs it
 * OVER      | it has run
 *
 * SUBMITTED -> RUNNING    its task begins, or somebody runs it by himself
 * SUBMITTED -> WITHDRAWN  shutdownNow
 * WITHDRAWN -> RUNNING    who got it back runs it
 * RUNNING   -> OVER       the body has ended
 * </pre>
 *
 * <p>Whether it has a result is a different matter: a cancelled one has, while it may run on.
 *
 * <p>Threads: any.
 */
final class Submission<T> implements RunnableFuture<T> {
  private enum State {
    SUBMITTED,
    WITHDRAWN,
    RUNNING,
    OVER
  }

  private final SuspendableCallable<? extends T> body;
  private final Object origin;
  private final Listener<T> listener;
  private final Promise<T> result;

  /** Guarded by this; so is {@link #runner}. */
  private State state = State.SUBMITTED;

  /** The {@link Strand} or {@link Thread} that runs it; null when nobody does. */
  private Object runner;

  /** Hears of a result, once: by whoever delivers it. */
  interface Listener<T> {
    /** What came; {@code failure} is null when a value did. */
    void hasResult(T value, Throwable failure);
  }

  /**
   * A call.
   *
   * @param origin what the user gave; a Runnable given to {@code execute} has no future
   */
  Submission(
      SuspendableCallable<? extends T> body,
      Object origin,
      Listener<T> listener,
      boolean fromOutside) {
    this.body = body;
    this.origin = origin;
    this.listener = listener;
    this.result = fromOutside ? Promise.fromOutside("of " + origin) : new Promise<>("of " + origin);
  }

  // ---- running -------------------------------------------------------------------------------

  /** Runs it, unless somebody has; by who got it back from {@code shutdownNow}. */
  @Override
  @Suspendable
  public void run() {
    if (begin(State.WITHDRAWN)) {
      runBody();
    }
  }

  /** The same by its own task. */
  @Suspendable
  void runSubmitted() {
    if (begin(State.SUBMITTED)) {
      runBody();
    }
  }

  private synchronized boolean begin(State expected) {
    if (state != expected || result.isDone()) {
      return false;
    }
    state = State.RUNNING;
    runner = Strand.currentOrThread();
    return true;
  }

  /** A kill, and the failure of what has no future, pass on; any other failure is the result. */
  @Suspendable
  private void runBody() {
    try {
      T value = body.call();
      deliver(value, null);
    } catch (TaskExit exit) {
      deliverKilled(exit);
      throw exit;
    } catch (Throwable failure) {
      deliver(null, failure);
      if (origin instanceof Executed) {
        throw Throwing.sneaky(failure); // it has no future
      }
    } finally {
      end();
    }
  }

  private synchronized void end() {
    state = State.OVER;
    runner = null; // so that no interrupt comes late
  }

  /** Its task has ended, perhaps without having begun. */
  void taskEnded() {
    if (!isWithdrawn()) {
      deliverKilled(null);
    }
  }

  private synchronized boolean isWithdrawn() {
    return state == State.WITHDRAWN;
  }

  private void deliverKilled(TaskExit exit) {
    CancellationException killed =
        new CancellationException("the task of " + origin + " was killed");
    killed.initCause(exit);
    deliver(null, killed);
  }

  private boolean deliver(T value, Throwable failure) {
    boolean delivered =
        failure == null ? result.complete(value) : result.completeExceptionally(failure);
    if (delivered) {
      listener.hasResult(value, failure);
    }
    return delivered;
  }

  // ---- for the executor ----------------------------------------------------------------------

  /** Takes it back, if its task has not begun. */
  synchronized boolean withdraw() {
    if (state != State.SUBMITTED || result.isDone()) {
      return false;
    }
    state = State.WITHDRAWN;
    return true;
  }

  /** Interrupts who runs it, if anybody does. */
  synchronized void interrupt() {
    if (runner instanceof Strand strand) {
      strand.interrupt();
    } else if (runner instanceof Thread thread) {
      thread.interrupt();
    }
  }

  /** Whether {@code task} runs it. */
  synchronized boolean isRunBy(Task<?> task) {
    return runner == task;
  }

  /** What to give back to the user: what was executed, or the future of what was submitted. */
  Runnable toRun() {
    return origin instanceof Executed executed ? executed.command() : this;
  }

  /** What was given to {@code execute}. */
  record Executed(Runnable command) {
    Executed {
      Objects.requireNonNull(command, "command");
    }

    @Override
    public String toString() {
      return command.toString();
    }
  }

  /** Waits for a result; false when {@code nanos} passed before. */
  @Suspendable
  boolean await(long nanos) throws InterruptedException {
    return nanos == Long.MAX_VALUE
        ? awaitForEver()
        : result.await(Duration.ofNanos(Math.max(0, nanos)));
  }

  @Suspendable
  private boolean awaitForEver() throws InterruptedException {
    result.await();
    return true;
  }

  // ---- as a future ---------------------------------------------------------------------------

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = deliver(null, new CancellationException(origin + " was cancelled"));
    if (cancelled && mayInterruptIfRunning) {
      interrupt();
    }
    return cancelled;
  }

  @Override
  public boolean isCancelled() {
    return result.isCancelled();
  }

  @Override
  public boolean isDone() {
    return result.isDone();
  }

  @Override
  @Suspendable
  public T get() throws InterruptedException, ExecutionException {
    return result.get();
  }

  @Override
  @Suspendable
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return result.get(timeout, unit);
  }

  @Override
  public String toString() {
    return "Submission of " + origin + (isCancelled() ? " cancelled" : isDone() ? " done" : "");
  }
}
