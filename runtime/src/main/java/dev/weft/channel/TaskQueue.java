package dev.weft.channel;

import dev.weft.Suspendable;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Strand;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A queue between those who put items and those who take them: {@code put} waits while it is full,
 * {@code take} while it is empty. The four queues differ in which item is taken next.
 *
 * <p>Those who wait are served in the order they came, and no newcomer passes them. One who gives
 * up, because its time is up or it is interrupted or killed, either has taken or put an item, or
 * has not: no item is lost or doubled.
 *
 * <p>A queue can be shut down: then nothing can be put, and who takes gets what is left, and then a
 * {@link QueueShutDownException}. Items are not null. Threads: any. After Python's {@code queue}
 * and gevent's; a {@link BlockingQueue} in all else.
 */
public abstract sealed class TaskQueue<T> extends AbstractQueue<T>
    implements BlockingQueue<T>, Blocker permits FifoQueue, LifoQueue, SortedQueue, JoinableQueue {
  /** What those are woken with who wait when the queue is shut down. */
  static final Object SHUT_DOWN = new Object();

  private final String name;
  private final int capacity;

  /** The items, in an order of their own. Guarded, as all below, by {@link #takers}. */
  private final Queue<T> items;

  /** Not empty only when there are no items. */
  private final WaitQueue takers = new WaitQueue();

  /** Each offers its item. Not empty only when the queue is full. */
  private final WaitQueue putters = new WaitQueue(takers);

  private boolean shutDown;

  /** Not {@link Waiter} itself, which could be an item too. */
  private static final class Entered extends Waiter {
    Entered(Object owner, Blocker blocker) {
      super(owner, blocker);
    }
  }

  TaskQueue(Queue<T> items, int capacity, String name) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "a queue cannot hold "
              + capacity
              + " items; to hand over without holding use a Channel, for no bound none");
    }
    this.items = items;
    this.capacity = capacity;
    this.name = name;
  }

  // ---- putting -------------------------------------------------------------------------------

  @Override
  @Suspendable
  public void put(T item) throws InterruptedException {
    boolean put = putWithin(item, Waiter.FOREVER);
    assert put;
  }

  @Override
  @Suspendable
  public boolean offer(T item, long timeout, TimeUnit unit) throws InterruptedException {
    return putWithin(item, unit.toNanos(timeout));
  }

  @Override
  public boolean offer(T item) {
    Objects.requireNonNull(item, "item");
    synchronized (takers) {
      return accept(item);
    }
  }

  @Suspendable
  private boolean putWithin(T item, long nanos) throws InterruptedException {
    Objects.requireNonNull(item, "item");
    Object me = Strand.currentUninterrupted();
    if (nanos <= 0) {
      return offer(item);
    }
    Waiter waiter = acceptOrEnter(item, me);
    if (waiter == null) {
      return true;
    }
    if (!waiter.await(nanos)) {
      return false;
    }
    if (waiter.value() == SHUT_DOWN) {
      throw refused();
    }
    return true;
  }

  private Waiter acceptOrEnter(T item, Object me) {
    synchronized (takers) {
      if (accept(item)) {
        return null;
      }
      Waiter waiter = new Waiter(me, this);
      waiter.offer(item);
      putters.add(waiter);
      return waiter;
    }
  }

  /** Under the guard: gives it to a taker, or keeps it. */
  private boolean accept(T item) {
    if (shutDown) {
      throw refused();
    }
    if (takers.wakeFirst(item) == null) {
      if (items.size() >= capacity) {
        return false;
      }
      items.add(item);
    }
    accepted(1);
    return true;
  }

  /** Under the guard: so many items came in, or, when negative, were thrown away. */
  void accepted(int count) {}

  // ---- taking --------------------------------------------------------------------------------

  @Override
  @Suspendable
  public T take() throws InterruptedException {
    return opened(takeWithin(Waiter.FOREVER));
  }

  @Override
  @Suspendable
  public T poll(long timeout, TimeUnit unit) throws InterruptedException {
    return opened(takeWithin(unit.toNanos(timeout)));
  }

  /** Takes an item if there is one; null otherwise, also when the queue is shut down. */
  @Override
  public T poll() {
    synchronized (takers) {
      return next();
    }
  }

  @Suspendable
  private Object takeWithin(long nanos) throws InterruptedException {
    Object taken = nextOrEnter(Strand.currentUninterrupted(), nanos);
    if (taken instanceof Entered waiter) {
      return waiter.await(nanos) ? waiter.value() : null;
    }
    return taken;
  }

  /** The next item, or {@link #SHUT_DOWN}. */
  @Suspendable
  final Object takeUninterruptibly() {
    Object taken = nextOrEnter(Strand.currentOrThread(), Waiter.FOREVER);
    if (taken instanceof Entered waiter) {
      return waiter.awaitUninterruptibly(Waiter.FOREVER) ? waiter.value() : null;
    }
    return taken;
  }

  private Object nextOrEnter(Object me, long nanos) {
    synchronized (takers) {
      T next = next();
      if (next != null) {
        return next;
      }
      if (shutDown) {
        return SHUT_DOWN;
      }
      if (nanos <= 0) {
        return null;
      }
      Entered waiter = new Entered(me, this);
      takers.add(waiter);
      return waiter;
    }
  }

  /** Under the guard: takes an item, and lets a putter have its room. */
  private T next() {
    T next = items.poll();
    if (next != null) {
      admit();
    }
    return next;
  }

  /** Under the guard: lets those who wait to put do so, as far as there is room. */
  private void admit() {
    while (items.size() < capacity && !putters.isEmpty()) {
      Waiter putter = putters.poll();
      @SuppressWarnings("unchecked") // it offers such
      T offered = (T) putter.value();
      if (putter.wake()) {
        items.add(offered);
        accepted(1);
      }
    }
  }

  @SuppressWarnings("unchecked") // only items are put
  final T opened(Object taken) {
    if (taken == SHUT_DOWN) {
      throw refused();
    }
    return (T) taken;
  }

  @Override
  public int drainTo(Collection<? super T> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super T> target, int maxElements) {
    Objects.requireNonNull(target, "target");
    if (target == this) {
      throw new IllegalArgumentException("a queue cannot be drained to itself");
    }
    int drained = 0;
    for (T next; drained < maxElements && (next = poll()) != null; drained++) {
      target.add(next);
    }
    return drained;
  }

  // ---- taking one after the other ------------------------------------------------------------

  /**
   * Takes items, one for each step of the loop, until the queue is shut down. An interrupt does not
   * end the wait for the next, and stays pending.
   */
  public Iterable<T> takeAll() {
    return () -> new Taking<>(this, null);
  }

  /** The same, but ends too when it takes an item that equals {@code last}. */
  public Iterable<T> takeUntil(T last) {
    Objects.requireNonNull(last, "last");
    return () -> new Taking<>(this, last);
  }

  // ---- shutting down -------------------------------------------------------------------------

  /** Lets nothing in any more; what is there can be taken. Who waits gets an exception. */
  public void shutdown() {
    synchronized (takers) {
      shutDown = true;
      putters.wakeAll(SHUT_DOWN);
      takers.wakeAll(SHUT_DOWN);
    }
  }

  /**
   * The same, and throws away what is there.
   *
   * @return what it was
   */
  public List<T> shutdownNow() {
    synchronized (takers) {
      shutdown();
      List<T> left = new ArrayList<>(items.size());
      for (T item = items.poll(); item != null; item = items.poll()) {
        left.add(item);
      }
      accepted(-left.size());
      return left;
    }
  }

  /** Whether it was shut down; something may be left in it. */
  public boolean isShutDown() {
    synchronized (takers) {
      return shutDown;
    }
  }

  private QueueShutDownException refused() {
    return new QueueShutDownException(this + " is shut down");
  }

  // ---- as a collection -----------------------------------------------------------------------

  @Override
  public T peek() {
    synchronized (takers) {
      return items.peek();
    }
  }

  @Override
  public int size() {
    synchronized (takers) {
      return items.size();
    }
  }

  @Override
  public int remainingCapacity() {
    synchronized (takers) {
      return capacity == Integer.MAX_VALUE ? capacity : capacity - items.size();
    }
  }

  @Override
  public boolean remove(Object item) {
    synchronized (takers) {
      boolean removed = items.remove(item);
      admit();
      return removed;
    }
  }

  /** What was in it when this was called; takes nothing, unlike {@link #takeAll}. */
  @Override
  public Iterator<T> iterator() {
    List<T> snapshot;
    synchronized (takers) {
      snapshot = List.copyOf(items);
    }
    return snapshot.iterator();
  }

  /** How many wait to put. A snapshot. */
  public int waitingPutters() {
    synchronized (takers) {
      return putters.size();
    }
  }

  /** How many wait to take. A snapshot. */
  public int waitingTakers() {
    synchronized (takers) {
      return takers.size();
    }
  }

  /** The monitor that guards the queue. */
  final Object guard() {
    return takers;
  }

  @Override
  public String toString() {
    return Blocker.describe(this, name);
  }
}
