package dev.weft.interop;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.hub.Scheduler;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;

/**
 * What one subscriber of a {@link TaskPublisher} gets, and the task that gives it. Numbers are
 * those of the rules of the Reactive Streams specification.
 *
 * <p>Threads: {@link #request} and {@link #cancel} by any; the rest by the task.
 */
final class TaskSubscription<T> implements Flow.Subscription, Blocker {
  /** After so many values the others that are ready have their turn. */
  private static final int TURN = 64;

  private final SuspendableCallable<? extends Iterator<? extends T>> source;

  // All below is guarded by this.

  /** Null once nothing will be signalled any more (3.13). */
  private Flow.Subscriber<? super T> subscriber;

  private long demand;
  private boolean cancelled;
  private IllegalArgumentException violation;
  private Task<?> task;

  /** The task waits in it for demand; null when it does not. */
  private Waiter waiter;

  /** What ends the task wherever its source waits; null until cancelled. */
  private TaskExit exit;

  /** Whether the subscriber's code runs, where nothing is to be raised. */
  private boolean delivering;

  TaskSubscription(
      Flow.Subscriber<? super T> subscriber,
      SuspendableCallable<? extends Iterator<? extends T>> source) {
    this.subscriber = subscriber;
    this.source = source;
  }

  // ---- the subscriber's side -----------------------------------------------------------------

  @Override
  public synchronized void request(long n) {
    if (n > 0) {
      demand = demand + n < 0 ? Long.MAX_VALUE : demand + n; // 3.17
    } else if (violation == null) {
      violation =
          new IllegalArgumentException("rule 3.9: requested " + n + "; a request is positive");
    }
    wake();
  }

  @Override
  public synchronized void cancel() {
    if (!cancelled) {
      cancelled = true;
      wake();
      endTask();
    }
  }

  private void wake() {
    if (waiter != null) {
      waiter.wake();
    }
  }

  /** Ends the wait of the source, unless the task itself calls this. */
  private void endTask() {
    if (task != null && !delivering && Task.current().orElse(null) != task) {
      exit = new TaskExit("its subscription was cancelled");
      task.killAsync(exit);
    }
  }

  // ---- the task ------------------------------------------------------------------------------

  void start(Scheduler scheduler) {
    Task<Void> started;
    try {
      started = Task.with().on(scheduler).spawn(this::run);
    } catch (IllegalStateException e) {
      fail(e);
      return;
    }
    synchronized (this) {
      task = started;
      if (cancelled) {
        endTask();
      }
    }
    started.toCompletableFuture().whenComplete((nothing, failure) -> taskEnded());
  }

  /** It may have been killed before it began. */
  private void taskEnded() {
    fail(new CancellationException("the task of this subscription was killed"));
  }

  @Suspendable
  private void run() throws Exception {
    try {
      publish();
    } catch (TaskExit killed) {
      CancellationException failure =
          new CancellationException("the task of this subscription was killed");
      failure.initCause(killed);
      fail(failure);
      throw killed;
    } catch (Throwable failure) {
      if (!fail(failure)) {
        throw failure; // nobody else hears of it
      }
      return;
    }
    Flow.Subscriber<? super T> last = finish();
    if (last != null) {
      last.onComplete();
    }
  }

  @Suspendable
  private void publish() throws Exception {
    Iterator<? extends T> values = Objects.requireNonNull(source.call(), "the source made null");
    try {
      for (int count = 1; awaitDemand() && values.hasNext(); count++) {
        deliver(Objects.requireNonNull(values.next(), "rule 2.13: the source gave null"));
        if (count % TURN == 0) {
          Task.yieldNow();
        }
      }
    } finally {
      if (values instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  /** Waits until something is requested; false when the subscriber has cancelled. */
  @Suspendable
  private boolean awaitDemand() {
    Waiter entered = enterUnlessRequested();
    while (entered != null) {
      try {
        boolean woken = entered.awaitUninterruptibly(Waiter.FOREVER);
        assert woken;
      } finally {
        leave();
      }
      entered = enterUnlessRequested();
    }
    return mayGoOn();
  }

  private synchronized Waiter enterUnlessRequested() {
    if (!cancelled && demand == 0 && violation == null) {
      waiter = new Waiter(Strand.currentOrThread(), this);
    }
    return waiter;
  }

  private synchronized void leave() {
    waiter = null;
  }

  private synchronized boolean mayGoOn() {
    if (violation != null && !cancelled) {
      throw violation;
    }
    return !cancelled;
  }

  @Suspendable
  private void deliver(T value) {
    Flow.Subscriber<? super T> to = beginDelivery();
    try {
      to.onNext(value);
    } catch (Throwable failure) {
      cancel(); // it must not throw (2.13), so it gets nothing any more
      throw failure;
    } finally {
      endDelivery();
    }
  }

  private synchronized Flow.Subscriber<? super T> beginDelivery() {
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    delivering = true;
    if (exit != null) {
      task.withdraw(exit); // this value is the last one
    }
    return subscriber;
  }

  private synchronized void endDelivery() {
    delivering = false;
  }

  // ---- the end -------------------------------------------------------------------------------

  /** Tells the subscriber of a failure, unless it has cancelled or had its end. */
  @Suspendable
  private boolean fail(Throwable failure) {
    Flow.Subscriber<? super T> last = finish();
    if (last == null) {
      return false;
    }
    last.onError(failure);
    return true;
  }

  /** Who is to be told of the end; null when nobody is. Nothing is signalled behind it (1.7). */
  private synchronized Flow.Subscriber<? super T> finish() {
    Flow.Subscriber<? super T> last = cancelled ? null : subscriber;
    cancelled = true; // 1.6
    subscriber = null;
    return last;
  }

  @Override
  public boolean endsOutside() {
    return true;
  }

  @Override
  public String toString() {
    return "the demand of a subscriber";
  }
}
