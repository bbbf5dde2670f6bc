package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableFunction;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/**
 * The results of {@link Pool#imap}: iterated, it waits for the next one. The items are taken by a
 * task of its own, which runs ahead of the reader by a bounded number of items.
 *
 * <p>Closing it kills what runs for it. Threads: iterated by one task.
 */
@SuppressWarnings("IterableAndIterator") // to be read once, in a loop or by hand
public final class PoolResults<A, R> implements Iterator<R>, Iterable<R>, Blocker, AutoCloseable {
  private final Pool pool;
  private final SuspendableFunction<? super A, ? extends R> function;
  private final Iterator<? extends A> items;
  private final boolean ordered;
  private final int readAhead;
  private final Task<Void> feeder;

  /** To be read, next one first; guarded by this, as are all below. */
  private final ArrayDeque<Task<R>> deliveries = new ArrayDeque<>();

  /** Those that have not ended. */
  private final Set<Task<R>> running = new LinkedHashSet<>();

  /** How many items were taken whose result was not read. */
  private int taken;

  private boolean exhausted;
  private boolean closed;
  private Throwable inputFailure;

  /** Who waits for a delivery, and the feeder when it waits for a reader. */
  private Waiter reader;

  private Waiter writer;

  /** Hears of the end of one task. */
  private final class Worker implements TaskWatchers.Watcher {
    private final Task<R> task;

    Worker(Task<R> task) {
      this.task = task;
    }

    @Override
    public void ended() {
      workerEnded(task);
    }
  }

  PoolResults(
      Pool pool,
      SuspendableFunction<? super A, ? extends R> function,
      Iterable<? extends A> items,
      boolean ordered,
      int readAhead) {
    if (readAhead < 1) {
      throw new IllegalArgumentException("readAhead is at least 1, not " + readAhead);
    }
    this.pool = pool;
    this.function = Objects.requireNonNull(function, "function");
    this.items = items.iterator();
    this.ordered = ordered;
    this.readAhead = readAhead;
    this.feeder = Task.with().name("feeder of a pool").spawn(this::feed);
  }

  // ---- the feeder ----------------------------------------------------------------------------

  @Suspendable
  private void feed() throws InterruptedException {
    Throwable failure = null;
    try {
      while (awaitReader() && items.hasNext()) {
        A item = items.next();
        deliver(pool.spawn(Task.with().unreported(), () -> function.apply(item)));
      }
    } catch (TaskExit e) {
      throw e;
    } catch (Throwable e) {
      failure = e;
    } finally {
      fed(failure);
    }
  }

  /** Waits until one more item may be taken. */
  @Suspendable
  private boolean awaitReader() throws InterruptedException {
    Waiter waiter = Waiter.of(this);
    if (!mayTake(waiter)) {
      boolean woken = waiter.await(Waiter.FOREVER);
      assert woken;
    }
    return true;
  }

  private synchronized boolean mayTake(Waiter waiter) {
    if (taken < readAhead) {
      taken++;
      return true;
    }
    writer = waiter;
    return false;
  }

  private void deliver(Task<R> task) {
    boolean late;
    synchronized (this) {
      running.add(task);
      if (ordered) {
        deliveries.add(task);
      }
      late = closed;
    }
    if (late) {
      task.killAsync();
    }
    if (!task.watch(new Worker(task))) {
      workerEnded(task);
    }
  }

  /** By the carrier of the task. */
  private synchronized void workerEnded(Task<R> task) {
    running.remove(task);
    if (!ordered) {
      deliveries.add(task);
    }
    wakeReader();
  }

  private synchronized void fed(Throwable failure) {
    exhausted = true;
    inputFailure = failure;
    wakeReader();
  }

  private void wakeReader() {
    Waiter waiting = reader;
    reader = null;
    if (waiting != null) {
      waiting.wake();
    }
  }

  // ---- the reader ----------------------------------------------------------------------------

  /**
   * Whether there is one more; waits until that is known.
   *
   * @throws RuntimeException sneakily: {@link InterruptedException} when interrupted
   */
  @Override
  @Suspendable
  public boolean hasNext() {
    try {
      Waiter waiter = Waiter.of(this);
      while (!isKnown(waiter)) {
        boolean woken = waiter.await(Waiter.FOREVER);
        assert woken;
        waiter = Waiter.of(this);
      }
      return isLeft();
    } catch (InterruptedException e) {
      throw Throwing.sneaky(e);
    }
  }

  /** Whether the next one can be read, or there is none. */
  private synchronized boolean isKnown(Waiter waiter) {
    Task<R> first = deliveries.peek();
    if (first == null ? exhausted && running.isEmpty() : first.isDone()) {
      return true;
    }
    reader = waiter;
    return false;
  }

  private synchronized boolean isLeft() {
    return !deliveries.isEmpty() || inputFailure != null;
  }

  /**
   * The next one.
   *
   * @throws RuntimeException sneakily: what the function threw for this item, or what the items'
   *     iterator threw, which ends the iteration
   */
  @Override
  @Suspendable
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all results have been read");
    }
    return Outcome.of(read()).get();
  }

  private synchronized Task<R> read() {
    Task<R> first = deliveries.poll();
    if (first == null) {
      Throwable failure = inputFailure;
      inputFailure = null;
      throw Throwing.sneaky(failure);
    }
    Waiter waiting = writer;
    writer = null;
    if (waiting == null || !waiting.wake()) {
      taken--;
    }
    return first;
  }

  @Override
  public Iterator<R> iterator() {
    return this;
  }

  /** Kills what has not ended of it, and does not wait for that. */
  @Override
  public void close() {
    feeder.killAsync();
    List<Task<R>> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(running);
    }
    left.forEach(Task::killAsync);
  }

  @Override
  public String toString() {
    return "the next result of a pool";
  }
}
