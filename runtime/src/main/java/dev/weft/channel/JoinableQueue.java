package dev.weft.channel;

import dev.weft.Suspendable;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Queue;

/**
 * A queue that knows when all that was put has been dealt with: who takes an item says {@link
 * #taskDone} when it is.
 *
 * <p>After Python's {@code queue.Queue.join} and gevent's {@code JoinableQueue}.
 */
public final class JoinableQueue<T> extends TaskQueue<T> {
  /** Those who wait for the end of all work; guarded like the queue. */
  private final WaitQueue joiners = new WaitQueue(guard());

  /** What the joiners wait for. */
  private final Blocker work =
      new Blocker() {
        @Override
        public String toString() {
          return "the end of the work in " + JoinableQueue.this;
        }
      };

  private int unfinished;

  /** A queue without a bound, first come, first served. */
  public JoinableQueue() {
    this(Integer.MAX_VALUE);
  }

  /** A queue that holds {@code capacity} items at most. */
  public JoinableQueue(int capacity) {
    this(new ArrayDeque<>(), capacity, null);
  }

  /** The same, with the name that dumps and messages show. */
  public JoinableQueue(int capacity, String name) {
    this(new ArrayDeque<>(), capacity, name);
  }

  private JoinableQueue(Queue<T> items, int capacity, String name) {
    super(items, capacity, name);
  }

  /** One in which who came last is taken first. */
  public static <T> JoinableQueue<T> lifo(int capacity) {
    return new JoinableQueue<>(Collections.asLifoQueue(new ArrayDeque<>()), capacity, null);
  }

  /** One in which the least item is taken first. */
  public static <T> JoinableQueue<T> sorted(int capacity, Comparator<? super T> comparator) {
    return new JoinableQueue<>(new StableHeap<>(comparator), capacity, null);
  }

  @Override
  void accepted(int count) {
    unfinished += count;
    if (unfinished == 0) {
      joiners.wakeAll();
    }
  }

  /**
   * Says that an item that was taken is dealt with.
   *
   * @throws IllegalStateException if there is none left
   */
  public void taskDone() {
    synchronized (guard()) {
      if (unfinished == 0) {
        throw new IllegalStateException(this + ": taskDone() was called too many times");
      }
      accepted(-1);
    }
  }

  /** How many items were put and not dealt with. */
  public int unfinished() {
    synchronized (guard()) {
      return unfinished;
    }
  }

  /** Waits until all items that were put are dealt with. */
  @Suspendable
  public void join() throws InterruptedException {
    boolean over = joinWithin(Waiter.FOREVER);
    assert over;
  }

  /**
   * Waits no longer than {@code timeout}.
   *
   * @return whether all are dealt with
   */
  @Suspendable
  public boolean join(Duration timeout) throws InterruptedException {
    return joinWithin(Limit.nanos(timeout));
  }

  @Suspendable
  private boolean joinWithin(long nanos) throws InterruptedException {
    Waiter waiter = new Waiter(Strand.currentUninterrupted(), work);
    return !enter(waiter) || waiter.await(nanos);
  }

  private boolean enter(Waiter waiter) {
    synchronized (guard()) {
      if (unfinished > 0) {
        joiners.add(waiter);
      }
      return unfinished > 0;
    }
  }

  /** How many wait for the end of the work. A snapshot. */
  public int waitingJoiners() {
    synchronized (guard()) {
      return joiners.size();
    }
  }
}
