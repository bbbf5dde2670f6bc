package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableConsumer;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Hold;
import dev.weft.abi.Throwing;
import dev.weft.continuation.SuspendedCall;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Poller;
import dev.weft.waiting.Selectable;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The half of {@link Task} that runs it to its end: how it ended, and who waits for that. */
abstract class EndingStrand<T> extends HomingStrand implements Future<T>, Selectable {
  /** The result, or a {@link Failure}; valid when {@link #done}. */
  private Object outcome;

  /** Those to be told of the end, oldest first; null when nobody is. Guarded by this. */
  private TaskWatchers watchers;

  private volatile boolean done;

  /** How a task ended that did not return. */
  private record Failure(Throwable exception) {}

  EndingStrand(Frame start) {
    super(start);
  }

  // ---- waiting for the end -------------------------------------------------------------------

  /**
   * Waits until this task has ended, however it ended.
   *
   * @throws InterruptedException if the waiting task or thread is interrupted
   */
  @Suspendable
  public void join() throws InterruptedException {
    awaitEnd(Waiter.FOREVER);
  }

  /** The same, but no longer than {@code timeout}; {@link #isDone} tells. */
  @Suspendable
  public void join(Duration timeout) throws InterruptedException {
    awaitEnd(Limit.nanos(timeout, "timeout"));
  }

  @Suspendable
  final void awaitEnd(long nanos) throws InterruptedException {
    if (done) {
      return;
    }
    Waiter waiter = Waiter.of(this);
    if (waiter.owner() == this) {
      throw new IllegalStateException(this + " cannot wait for its own end");
    }
    if (!watch(new TaskWatchers.OfWaiter(waiter))) {
      return;
    }
    boolean woken = false;
    try {
      woken = waiter.await(nanos);
    } finally {
      if (!woken) {
        unwatch(waiter);
      }
    }
  }

  /**
   * Waits for the result.
   *
   * @return what the body returned; null when the task was killed (see {@link #exit})
   * @throws RuntimeException sneakily: the exception the task ended with, as it is
   */
  @Suspendable
  public T result() throws InterruptedException {
    awaitEnd(Waiter.FOREVER);
    return resultNow();
  }

  /** The result of a task that has ended, as {@link #result} gives it. */
  @SuppressWarnings("unchecked") // the body returned it
  public T resultNow() {
    if (!done) {
      throw new IllegalStateException(this + " has not ended");
    }
    if (outcome instanceof Failure failure) {
      if (failure.exception instanceof TaskExit) {
        return null;
      }
      throw Throwing.sneaky(failure.exception);
    }
    return (T) outcome;
  }

  @Override
  @Suspendable
  public T get() throws InterruptedException, ExecutionException {
    awaitEnd(Waiter.FOREVER);
    return reported();
  }

  @Override
  @Suspendable
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    awaitEnd(Math.max(0, unit.toNanos(timeout)));
    if (!done) {
      throw new TimeoutException(this + " has not ended after " + timeout + " " + unit);
    }
    return reported();
  }

  private T reported() throws ExecutionException {
    if (outcome instanceof Failure failure) {
      if (failure.exception instanceof TaskExit) {
        CancellationException cancelled = new CancellationException(this + " was killed");
        cancelled.initCause(failure.exception);
        throw cancelled;
      }
      throw new ExecutionException(failure.exception);
    }
    return resultNow();
  }

  // ---- where it stands ------------------------------------------------------------------------

  /**
   * The calls in which it is suspended, innermost first, with their variables; empty when it has
   * not begun, runs, or has ended. Without variables if its hub {@linkplain
   * HubOptions#hideVariables hides} them. Exact when a task of the same hub asks.
   */
  public List<SuspendedCall> calls() {
    return suspendedCalls(asTask().scheduler().showsVariables());
  }

  // ---- how it ended --------------------------------------------------------------------------

  /** Whether it has ended. */
  @Override
  public boolean isDone() {
    return done;
  }

  /** Whether it ended by a {@link TaskExit}. */
  @Override
  public boolean isCancelled() {
    return exit().isPresent();
  }

  /** Whether it has begun: its body has been entered, or it has ended. */
  public boolean isStarted() {
    return done || !isNew();
  }

  /** Whether it ended, and not by a failure: a killed task is successful. */
  public boolean isSuccessful() {
    return done && exception().isEmpty();
  }

  /** The failure it ended with; empty when it has not ended, returned, or was killed. */
  public Optional<Throwable> exception() {
    return done && outcome instanceof Failure failure && !(failure.exception instanceof TaskExit)
        ? Optional.of(failure.exception)
        : Optional.empty();
  }

  /** The exit it ended by, when it was killed. */
  public Optional<TaskExit> exit() {
    return done && outcome instanceof Failure failure && failure.exception instanceof TaskExit exit
        ? Optional.of(exit)
        : Optional.empty();
  }

  // ---- links ---------------------------------------------------------------------------------

  /**
   * Lets {@code callback} run, in a task of its own, when this one has ended; at once when it has.
   * Callbacks begin in the order in which they were linked; the failure of one is its own.
   *
   * @return what {@link #unlink} takes
   */
  public TaskLink link(SuspendableRunnable callback) {
    return add(TaskLink.onEnd(asTask(), Objects.requireNonNull(callback, "callback")));
  }

  /** The same, but only if it succeeded; a killed task succeeded with null. */
  public TaskLink linkValue(SuspendableConsumer<? super T> callback) {
    return add(TaskLink.onValue(asTask(), Objects.requireNonNull(callback, "callback")));
  }

  /** The same, but only if it failed. */
  public TaskLink linkException(SuspendableConsumer<? super Throwable> callback) {
    return add(TaskLink.onException(asTask(), Objects.requireNonNull(callback, "callback")));
  }

  private TaskLink add(TaskLink link) {
    if (!watch(link)) {
      link.ended();
    }
    return link;
  }

  /** The callback will not run, unless this task has ended. */
  public void unlink(TaskLink link) {
    unwatch(link);
  }

  /** No callback will run, unless this task has ended. */
  public synchronized void unlinkAll() {
    if (watchers != null) {
      watchers.removeLinks();
    }
  }

  /**
   * A new future that completes when this task ends: with its result, the exception it failed with,
   * or, when it was killed, a {@link CancellationException}.
   *
   * <p>To {@linkplain CompletableFuture#cancel cancel} the future kills the task, as to cancel the
   * task does, and does not wait for its end. To complete it in any other way, {@code orTimeout}
   * included, concerns the future alone; and so does whatever happens to stages that depend on it.
   *
   * <p>Stages that depend on it run on the carrier that runs the task's last stretch, unless they
   * are {@code Async} ones: what they compute keeps the other tasks of a hub from running.
   */
  public CompletableFuture<T> toCompletableFuture() {
    TaskFuture<T> future = new TaskFuture<>(asTask());
    if (!watch(future)) {
      future.ended();
    }
    return future;
  }

  // ---- running ---------------------------------------------------------------------------------

  /** Runs until it waits or ends. Called by a carrier, when it is ready. */
  final void step(FrameStack stack) {
    endWait(stack);
    Throwable signal = stack.thrown;
    if (signal != null && isNew()) {
      stack.thrown = null;
      replaceFrames(null);
      fail(signal);
      return;
    }
    try {
      resumeWithState(stack);
    } catch (Throwable exception) {
      Hold.check(); // it may come from a call that has blocked
      fail(causeOf(exception));
      return;
    }
    Hold.check();
    if (hasEnded()) {
      succeed(stack.takeReference());
    } else if (isReadyAfterSuspension()) {
      schedule();
    }
  }

  /** With its own thread locals in place, in which libraries keep the contexts that it carries. */
  @Override
  protected void resumeMounted(FrameStack stack) {
    Mounting before = TaskLocals.mounting(asTask());
    if (before != null) {
      before.mount();
    }
    try {
      resumeFromPlain(stack);
    } finally {
      Mounting after = TaskLocals.mounting(asTask());
      if (after != null) {
        Hold.check(); // the contexts are the hub's again
        after.unmount();
      }
    }
  }

  /** What was raised in it, if that came to its code as this exception, an interrupt perhaps. */
  final Throwable raisedAs(Throwable exception) {
    return causeOf(exception);
  }

  /** Ends it without running it any more: its scheduler has ended. */
  final void abandon() {
    abandonWait();
    if (!isMounted()) { // else it blocks a carrier, and may go on when it is back
      replaceFrames(null);
    }
    fail(new TaskExit("its scheduler has ended"));
  }

  @Override
  protected final Poller poller() {
    return asTask().scheduler().poller();
  }

  // ---- ending --------------------------------------------------------------------------------

  abstract Task<T> asTask();

  /** It has ended, but nobody was told yet; {@code failure} is null unless it failed. */
  abstract void ended(Throwable failure);

  /** Ends it with what its body returned. */
  private void succeed(Object result) {
    end(result, null);
  }

  /** Ends it with what its body threw. */
  private void fail(Throwable exception) {
    end(new Failure(exception), exception instanceof TaskExit ? null : exception);
  }

  private void end(Object how, Throwable failure) {
    TaskWatchers toTell;
    synchronized (this) {
      if (done) {
        return; // it was abandoned while it blocked a carrier
      }
      outcome = how;
      done = true;
      toTell = watchers;
      watchers = null;
    }
    Mounting mounting = failure == null ? null : TaskLocals.mounting(asTask());
    if (mounting != null) {
      mounting.mount(); // for who hears of the failure
    }
    ended(failure); // before anybody is told, who might look for it among the living
    if (mounting != null) {
      mounting.unmount();
    }
    if (toTell != null) {
      toTell.tell();
    }
  }

  /** A hub does not see the carriers of a parallel scheduler, which are daemons. */
  @Override
  public boolean endsOutside() {
    return asTask().scheduler() instanceof ParallelScheduler;
  }

  // ---- for those who wait for several things -------------------------------------------------

  /** Whether it has ended. */
  @Override
  public boolean isReady() {
    return done;
  }

  @Override
  public boolean enter(Waiter waiter) {
    return watch(new TaskWatchers.OfWaiter(waiter));
  }

  @Override
  public void leave(Waiter waiter) {
    unwatch(waiter);
  }

  /** Adds one to be told; false when this task has ended. */
  synchronized boolean watch(TaskWatchers.Watcher watcher) {
    if (done) {
      return false;
    }
    if (watchers == null) {
      watchers = new TaskWatchers();
    }
    watchers.add(watcher);
    return true;
  }

  /** Removes a watcher, or the one of a waiter. */
  synchronized void unwatch(Object watcher) {
    if (watchers != null) {
      watchers.remove(watcher);
    }
  }
}
