package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * A number of permits. Who wants more than there are waits until others have given some back.
 *
 * <p>Fair: the first in the queue is served first, even when a later one wants fewer, and a
 * newcomer takes none while somebody waits. It may be given back more than was taken; {@link
 * BoundedSemaphore} forbids that. Threads: any. After Python's {@code threading.Semaphore}.
 */
public sealed class Semaphore implements Blocker permits BoundedSemaphore {
  /** The value of {@link #permits} while somebody waits; {@link #kept} has the number then. */
  private static final int CONTENDED = -1;

  private static final VarHandle PERMITS;

  static {
    try {
      PERMITS = MethodHandles.lookup().findVarHandle(Semaphore.class, "permits", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name;
  private final int bound;

  /**
   * How many are free, or {@link #CONTENDED}. It becomes CONTENDED, and changes from it, with the
   * monitor of {@link #queue} only.
   */
  private volatile int permits;

  /** How many are free while somebody waits for more; guarded like {@link #queue}. */
  private int kept;

  /** Guarded by its own monitor. Each offers how many it wants; null for one. */
  private final WaitQueue queue = new WaitQueue();

  /**
   * A semaphore.
   *
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public Semaphore(int permits) {
    this(permits, null);
  }

  /** The same, with the name that dumps and messages show. */
  public Semaphore(int permits, String name) {
    this(permits, Integer.MAX_VALUE, name);
  }

  Semaphore(int permits, int bound, String name) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    this.permits = permits;
    this.bound = bound;
    this.name = name;
  }

  // ---- taking --------------------------------------------------------------------------------

  /**
   * Takes a permit.
   *
   * @throws InterruptedException if interrupted before or while waiting
   */
  @Suspendable
  public void acquire() throws InterruptedException {
    acquire(1);
  }

  /** Takes several permits at once. */
  @Suspendable
  public void acquire(int count) throws InterruptedException {
    boolean acquired = acquireWithin(count, Waiter.FOREVER);
    assert acquired;
  }

  /** Takes a permit; an interrupt stays pending. */
  @Suspendable
  public void acquireUninterruptibly() {
    if (!tryAcquire(1)) {
      Waiter waiter = Waiter.of(this);
      if (enqueue(waiter, 1)) {
        boolean acquired = false;
        try {
          acquired = waiter.awaitUninterruptibly(Waiter.FOREVER);
        } finally {
          if (!acquired) {
            leave(waiter);
          }
        }
      }
    }
  }

  /** Takes a permit if there is one and nobody waits. */
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /** Takes several permits at once, if there are so many and nobody waits. */
  public boolean tryAcquire(int count) {
    checkPositive(count);
    for (; ; ) {
      int seen = permits;
      if (seen < count) {
        return false;
      }
      if (PERMITS.compareAndSet(this, seen, seen - count)) {
        return true;
      }
    }
  }

  /**
   * Takes a permit, and waits for it no longer than {@code timeout}.
   *
   * @return whether it was got
   */
  @Suspendable
  public boolean tryAcquire(Duration timeout) throws InterruptedException {
    return acquireWithin(1, Limit.nanos(timeout));
  }

  /** The same for several permits at once. */
  @Suspendable
  public boolean tryAcquire(int count, Duration timeout) throws InterruptedException {
    return acquireWithin(count, Limit.nanos(timeout));
  }

  @Suspendable
  private boolean acquireWithin(int count, long nanos) throws InterruptedException {
    Object me = Strand.currentUninterrupted();
    if (tryAcquire(count)) {
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    Waiter waiter = new Waiter(me, this);
    if (!enqueue(waiter, count)) {
      return true;
    }
    boolean acquired = false;
    try {
      acquired = waiter.await(nanos);
    } finally {
      if (!acquired) {
        leave(waiter);
      }
    }
    return acquired;
  }

  /** Lets {@code waiter} wait; false when it got the permits instead. */
  private boolean enqueue(Waiter waiter, int count) {
    synchronized (queue) {
      while (permits != CONTENDED) {
        if (tryAcquire(count)) {
          return false;
        }
        int seen = permits;
        // A failure means that some were taken or given back without the monitor.
        if (seen >= 0 && seen < count && PERMITS.compareAndSet(this, seen, CONTENDED)) {
          kept = seen;
        }
      }
      waiter.offer(count == 1 ? null : (Integer) count);
      queue.add(waiter);
      return true;
    }
  }

  /** Those behind one that gives up may want less than it did. */
  private void leave(Waiter waiter) {
    synchronized (queue) {
      queue.remove(waiter);
      if (permits == CONTENDED) {
        serve();
      }
    }
  }

  // ---- giving back ---------------------------------------------------------------------------

  /** Gives a permit back. */
  public void release() {
    release(1);
  }

  /**
   * Gives several permits back at once.
   *
   * @throws IllegalArgumentException if {@code count} is not positive
   * @throws IllegalStateException if there would be too many
   */
  public void release(int count) {
    checkPositive(count);
    for (int seen = permits; seen != CONTENDED; seen = permits) {
      int more = added(seen, count);
      if (PERMITS.compareAndSet(this, seen, more)) {
        return;
      }
    }
    releaseToWaiters(count);
  }

  private void releaseToWaiters(int count) {
    synchronized (queue) {
      int seen = permits;
      while (seen != CONTENDED) { // the last waiter has left meanwhile
        if (PERMITS.compareAndSet(this, seen, added(seen, count))) {
          return;
        }
        seen = permits;
      }
      kept = added(kept, count);
      serve();
    }
  }

  private int added(int free, int count) {
    if (count > bound - free) {
      throw new IllegalStateException(
          this + ": released too many times; it has " + bound + " permits at most");
    }
    return free + count;
  }

  /** Hands what there is to those who wait. Under the monitor, while CONTENDED. */
  private void serve() {
    for (Waiter first = queue.peek(); first != null; first = queue.peek()) {
      int wanted = first.value() instanceof Integer count ? count : 1;
      if (wanted > kept) {
        return;
      }
      queue.remove(first);
      if (first.wake()) {
        kept -= wanted;
      }
    }
    permits = kept;
  }

  private static void checkPositive(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a count of permits must be positive: " + count);
    }
  }

  // ---- questions -----------------------------------------------------------------------------

  /** How many permits are free. A snapshot. */
  public int available() {
    int seen = permits;
    if (seen != CONTENDED) {
      return seen;
    }
    synchronized (queue) {
      return permits == CONTENDED ? kept : permits;
    }
  }

  /** How many wait. A snapshot. */
  public int waiting() {
    synchronized (queue) {
      return queue.size();
    }
  }

  @Override
  public String toString() {
    return Blocker.describe(this, name);
  }
}
