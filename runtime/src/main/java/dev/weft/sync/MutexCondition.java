package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * A place to wait for a change of what a lock guards. Waiting gives the lock up, and takes it again
 * before it returns or throws: even a kill waits for that.
 *
 * <pre>{@code
 * condition.lock().lock();
 * try {
 *   condition.waitFor(() -> !jobs.isEmpty());
 *   return jobs.removeFirst();
 * } finally {
 *   condition.lock().unlock();
 * }
 * }</pre>
 *
 * <p>The longest waiting are woken first, and nobody is woken without a cause. Threads: any; those
 * who wait and notify must hold the lock. After Python's {@code threading.Condition}.
 */
public final class MutexCondition implements Condition, Blocker {
  private final FairLock lock;
  private final String name;

  /** Guarded by its own monitor. */
  private final WaitQueue queue = new WaitQueue();

  /** A condition with a reentrant lock of its own. */
  public MutexCondition() {
    this(new ReentrantMutex());
  }

  /** A condition of {@code lock}. */
  public MutexCondition(FairLock lock) {
    this(lock, null);
  }

  /** The same, with the name that dumps and messages show. */
  public MutexCondition(FairLock lock, String name) {
    this.lock = Objects.requireNonNull(lock, "lock");
    this.name = name;
  }

  /** Its lock. */
  public FairLock lock() {
    return lock;
  }

  // ---- waiting -------------------------------------------------------------------------------

  @Override
  @Suspendable
  public void await() throws InterruptedException {
    boolean woken = pauseFor(Waiter.FOREVER);
    assert woken;
  }

  /**
   * Waits no longer than {@code timeout}.
   *
   * @return whether it was notified before
   */
  @Suspendable
  public boolean await(Duration timeout) throws InterruptedException {
    return pauseFor(Limit.nanos(timeout));
  }

  @Override
  @Suspendable
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return pauseFor(unit.toNanos(time));
  }

  @Override
  @Suspendable
  public long awaitNanos(long nanosTimeout) throws InterruptedException {
    long start = Strand.currentNanoTime();
    boolean woken = pauseFor(nanosTimeout);
    long left = nanosTimeout - (Strand.currentNanoTime() - start);
    return woken ? left : Math.min(left, 0);
  }

  @Override
  @Suspendable
  @SuppressWarnings("JavaUtilDate") // the interface wants it
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    long millis = deadline.getTime() - System.currentTimeMillis();
    return pauseFor(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Override
  @Suspendable
  public void awaitUninterruptibly() {
    Object me = requireOwner("wait on");
    Waiter waiter = new Waiter(me, this);
    int holds = leaveLock(waiter);
    try {
      boolean woken = waiter.awaitUninterruptibly(Waiter.FOREVER);
      assert woken;
    } finally {
      lock.acquireMasked(me);
      lock.restore(holds);
    }
  }

  /**
   * Waits until {@code predicate} is true; it is asked at once, and after each notification, with
   * the lock held.
   *
   * @throws InterruptedException if interrupted while waiting
   */
  @Suspendable
  public void waitFor(BooleanSupplier predicate) throws InterruptedException {
    boolean satisfied = waitWithin(Waiter.FOREVER, predicate);
    assert satisfied;
  }

  /**
   * The same, but no longer than {@code timeout}.
   *
   * @return what the predicate answered last
   */
  @Suspendable
  public boolean waitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException {
    return waitWithin(Limit.nanos(timeout), predicate);
  }

  @Suspendable
  private boolean waitWithin(long nanos, BooleanSupplier predicate) throws InterruptedException {
    Object ignored = requireOwner("wait on");
    long start = nanos == Waiter.FOREVER ? 0 : Strand.currentNanoTime();
    boolean satisfied = predicate.getAsBoolean();
    while (!satisfied) {
      long left = nanos == Waiter.FOREVER ? nanos : nanos - (Strand.currentNanoTime() - start);
      if (left <= 0) {
        return false;
      }
      boolean notified = pauseFor(left);
      satisfied = predicate.getAsBoolean();
      if (!notified) {
        return satisfied;
      }
    }
    return true;
  }

  @Suspendable
  private boolean pauseFor(long nanos) throws InterruptedException {
    Object ignored = requireOwner("wait on");
    Object me = Strand.currentUninterrupted();
    Waiter waiter = new Waiter(me, this);
    int holds = leaveLock(waiter);
    try {
      return waiter.await(nanos);
    } finally {
      lock.acquireMasked(me);
      lock.restore(holds);
    }
  }

  /** Enters the queue first: a notification behind the release finds it there. */
  private int leaveLock(Waiter waiter) {
    synchronized (queue) {
      queue.add(waiter);
    }
    return lock.releaseAll();
  }

  private Object requireOwner(String operation) {
    Object me = Strand.currentOrThread();
    if (!lock.isOwner(me)) {
      throw new IllegalMonitorStateException(
          this + ": cannot " + operation + " a condition whose lock you do not hold: " + lock);
    }
    return me;
  }

  // ---- waking --------------------------------------------------------------------------------

  /** Wakes the one that waits longest, if any. */
  @Override
  public void signal() {
    notify(1);
  }

  /** Wakes all that wait. */
  @Override
  public void signalAll() {
    notify(Integer.MAX_VALUE);
  }

  /**
   * Wakes the {@code count} that wait longest, or as many as there are.
   *
   * @return how many were woken
   * @throws IllegalMonitorStateException if the caller does not hold the lock
   */
  public int notify(int count) {
    Object ignored = requireOwner("notify on");
    synchronized (queue) {
      int woken = 0;
      while (woken < count && queue.wakeFirst() != null) {
        woken++;
      }
      return woken;
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
    return Blocker.describe(this, name) + " of " + lock;
  }
}
