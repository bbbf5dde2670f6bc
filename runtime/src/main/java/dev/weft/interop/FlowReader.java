package dev.weft.interop;

import dev.weft.Suspendable;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * The values of a {@link Flow.Publisher}, one after the other, as an iterator: a task that waits
 * for the next one suspends, a thread blocks. The publisher is never asked for more than there is
 * room for: who reads slowly is sent to slowly.
 *
 * <pre>{@code
 * try (FlowReader<String> lines = FlowReader.of(publisher, 16)) {
 *   for (String line : lines.iterable()) {
 *     channel.send(line);
 *   }
 * }
 * }</pre>
 *
 * <p>It ends with the publisher. What that failed with is thrown as it is, behind the values that
 * came before, each time one asks. Closing it cancels the subscription; it has no values then. A
 * publisher that sends more than was requested is cancelled, and is a failure.
 *
 * <p>Threads: read by one at a time; closed by any. A hub whose tasks wait for a publisher is not
 * taken for deadlocked, since nobody sees who will send.
 */
public final class FlowReader<T> implements Iterator<T>, AutoCloseable, Blocker {
  private final Flow.Publisher<? extends T> publisher;
  private final int room;

  /** Held by who calls the subscription, one at a time (rule 2.7), and never by who is called. */
  private final Object calling = new Object();

  // All below is guarded by this.

  private final ArrayDeque<T> values = new ArrayDeque<>();
  private final WaitQueue readers = new WaitQueue(this);
  private Flow.Subscription subscription;
  private boolean ended;
  private Throwable failure;

  /** How many were taken and not requested again. */
  private int taken;

  private FlowReader(Flow.Publisher<? extends T> publisher, int room) {
    this.publisher = publisher;
    this.room = room;
  }

  /**
   * A reader that subscribes to {@code publisher} now.
   *
   * @param room how many values may lie here unread; they are requested when a quarter of it, or
   *     more, has been read
   * @throws IllegalArgumentException if {@code room} is not positive
   */
  public static <T> FlowReader<T> of(Flow.Publisher<? extends T> publisher, int room) {
    Objects.requireNonNull(publisher, "publisher");
    if (room < 1) {
      throw new IllegalArgumentException("a reader needs room for a value, not for " + room);
    }
    FlowReader<T> reader = new FlowReader<>(publisher, room);
    publisher.subscribe(reader.new Inlet());
    return reader;
  }

  // ---- the publisher's side ------------------------------------------------------------------

  /** What the publisher sees. Rules are those of the Reactive Streams specification. */
  private final class Inlet implements Flow.Subscriber<T> {
    @Override
    public void onSubscribe(Flow.Subscription offered) {
      Objects.requireNonNull(offered, "subscription");
      if (accept(offered)) {
        request(offered, room);
      } else {
        offered.cancel(); // rule 2.5, or closed meanwhile
      }
    }

    @Override
    public void onNext(T value) {
      Objects.requireNonNull(value, "value");
      if (!add(value)) {
        fail(
            new IllegalStateException(
                "rule 1.1: " + publisher + " has sent more than the " + room + " requested"));
        cancel();
      }
    }

    @Override
    public void onError(Throwable cause) {
      fail(Objects.requireNonNull(cause, "cause"));
    }

    @Override
    public void onComplete() {
      end(null);
    }
  }

  private synchronized boolean accept(Flow.Subscription offered) {
    if (subscription != null || ended) {
      return false;
    }
    subscription = offered;
    return true;
  }

  /** False when there is no room. */
  private synchronized boolean add(T value) {
    if (values.size() + taken >= room && !ended) {
      return false;
    }
    if (!ended) {
      values.add(value);
      readers.wakeAll();
    }
    return true;
  }

  private void fail(Throwable cause) {
    end(cause);
  }

  private synchronized void end(Throwable cause) {
    if (!ended) {
      ended = true;
      failure = cause;
      readers.wakeAll();
    }
  }

  // ---- the reader's side ---------------------------------------------------------------------

  /**
   * Whether there is a next value. Waits until there is one, or it has ended; an interrupt does not
   * end the wait, and stays pending.
   *
   * @throws RuntimeException sneakily: what the publisher failed with, as it is
   */
  @Override
  @Suspendable
  public boolean hasNext() {
    Object me = Strand.currentOrThread();
    Waiter waiter = enterUnlessReady(me);
    if (waiter != null) {
      boolean woken = waiter.awaitUninterruptibly(Waiter.FOREVER);
      assert woken;
    }
    return hasValue();
  }

  /**
   * Waits until {@link #hasNext} would not wait, no longer than {@code timeout}.
   *
   * @return whether it would not
   */
  @Suspendable
  public boolean await(Duration timeout) throws InterruptedException {
    long nanos = Limit.nanos(timeout);
    Object me = Strand.currentUninterrupted();
    Waiter waiter = enterUnlessReady(me);
    return waiter == null || waiter.await(nanos);
  }

  private synchronized Waiter enterUnlessReady(Object me) {
    if (ended || !values.isEmpty()) {
      return null;
    }
    Waiter waiter = new Waiter(me, this);
    readers.add(waiter);
    return waiter;
  }

  private synchronized boolean hasValue() {
    if (values.isEmpty() && failure != null) {
      throw Throwing.sneaky(failure);
    }
    return !values.isEmpty();
  }

  @Override
  @Suspendable
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException(publisher + " has no more values");
    }
    return take();
  }

  private T take() {
    T value;
    Flow.Subscription from = null;
    int count = 0;
    synchronized (this) {
      value = values.remove();
      taken++;
      if (taken >= Math.max(1, room / 4) && !ended) {
        from = subscription;
        count = taken;
        taken = 0;
      }
    }
    if (from != null) {
      request(from, count);
    }
    return value;
  }

  private void request(Flow.Subscription from, int count) {
    synchronized (calling) {
      from.request(count);
    }
  }

  /** For {@code for} loops; each iterator is this one. */
  public Iterable<T> iterable() {
    return () -> this;
  }

  /** Cancels the subscription, and forgets what was not read. */
  @Override
  public void close() {
    synchronized (this) {
      values.clear();
      failure = null;
      if (!ended) {
        ended = true;
        readers.wakeAll();
      }
    }
    cancel();
  }

  private void cancel() {
    Flow.Subscription from;
    synchronized (this) {
      from = subscription;
    }
    if (from != null) {
      synchronized (calling) {
        from.cancel();
      }
    }
  }

  @Override
  public boolean endsOutside() {
    return true;
  }

  @Override
  public String toString() {
    return "values of " + publisher;
  }
}
