package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Strand;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * What the two locks have in common: an owner, and a queue of those who want to be it. A lock that
 * is given up with somebody waiting is never free in between, so that nobody can take it first.
 *
 * <pre>
 * state     | meaning                   | taken by a newcomer   | given up
 * FREE      | nobody owns it, and waits | -> HELD               | error
 * HELD      | nobody waits              | -> CONTENDED, waits   | -> FREE
 * CONTENDED | somebody waits, or did    | waits                 | handed over, or -> FREE if none waits
 * </pre>
 *
 * <p>From HELD and FREE without the monitor of {@link #queue}, all else with it. Threads: any task
 * and any thread.
 */
public abstract sealed class FairLock implements Lock, Blocker permits Mutex, ReentrantMutex {
  private static final int FREE = 0;
  private static final int HELD = 1;
  private static final int CONTENDED = 2;

  private static final VarHandle STATE;
  private static final VarHandle OWNER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(FairLock.class, "state", int.class);
      OWNER = lookup.findVarHandle(FairLock.class, "owner", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name;

  /** Those who wait for it; guarded by its own monitor. */
  private final WaitQueue queue = new WaitQueue();

  private volatile int state;

  /**
   * The {@link Strand} or {@link Thread} that took it; null when free. Written by the owner, or by
   * who hands it over, without a fence of its own: whoever sees himself in it wrote it, or was
   * woken behind it.
   */
  private volatile Object owner;

  FairLock(String name) {
    this.name = name;
  }

  // ---- taking it -----------------------------------------------------------------------------

  /** Takes it for {@code me}, if it is free; nobody waits then. */
  final boolean tryAcquire(Object me) {
    if (state == FREE && STATE.compareAndSet(this, FREE, HELD)) {
      OWNER.setOpaque(this, me);
      return true;
    }
    return false;
  }

  @Suspendable
  final void acquire(Object me) {
    if (!tryAcquire(me)) {
      Waiter waiter = new Waiter(me, this);
      if (enqueue(waiter)) {
        boolean woken = waiter.awaitUninterruptibly(Waiter.FOREVER);
        assert woken;
      }
    }
  }

  @Suspendable
  final boolean acquireInterruptibly(Object me, long nanos) throws InterruptedException {
    if (tryAcquire(me)) {
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    Waiter waiter = new Waiter(me, this);
    return !enqueue(waiter) || waiter.await(nanos);
  }

  /** Takes it whatever happens: what it guards must be in order before an exception goes on. */
  @Suspendable
  final void acquireMasked(Object me) {
    if (!tryAcquire(me)) {
      Waiter waiter = new Waiter(me, this);
      if (enqueue(waiter)) {
        waiter.awaitMasked();
      }
    }
  }

  /** Lets {@code waiter} wait; false when it got the lock instead. */
  private boolean enqueue(Waiter waiter) {
    synchronized (queue) {
      for (; ; ) {
        if (tryAcquire(waiter.owner())) {
          return false;
        }
        // A failure means that it was given up, or taken, without the monitor.
        if (state == CONTENDED || STATE.compareAndSet(this, HELD, CONTENDED)) {
          queue.add(waiter);
          return true;
        }
      }
    }
  }

  // ---- giving it up --------------------------------------------------------------------------

  /**
   * Gives it up, or hands it to the first who waits.
   *
   * @throws IllegalMonitorStateException if it is free
   */
  final void release() {
    OWNER.setOpaque(this, null);
    if (!STATE.compareAndSet(this, HELD, FREE)) {
      handOver();
    }
  }

  private void handOver() {
    synchronized (queue) {
      while (state != CONTENDED) {
        if (state == FREE) {
          throw new IllegalMonitorStateException(this + ": release of an unlocked lock");
        }
        if (STATE.compareAndSet(this, HELD, FREE)) { // else somebody else has given it up
          return;
        }
      }
      for (Waiter next = queue.poll(); next != null; next = queue.poll()) {
        owner = next.owner(); // before it runs
        state = queue.isEmpty() ? HELD : CONTENDED;
        if (next.wake()) {
          return;
        }
        state = CONTENDED;
      }
      owner = null;
      state = FREE;
    }
  }

  /** Whether {@code me} owns it; exact when asked by {@code me}. */
  final boolean isOwner(Object me) {
    return OWNER.getOpaque(this) == me;
  }

  /** Gives it up however often it is held, to wait on a condition. Called by the owner. */
  abstract int releaseAll();

  /** Holds it again as often, after {@link #acquireMasked}. */
  abstract void restore(int holds);

  // ---- as a Lock -----------------------------------------------------------------------------

  /** Takes the lock. An interrupt does not end the wait, and stays pending. */
  @Override
  @Suspendable
  public abstract void lock();

  @Override
  @Suspendable
  public abstract void lockInterruptibly() throws InterruptedException;

  @Override
  public abstract boolean tryLock();

  @Override
  @Suspendable
  public abstract boolean tryLock(long time, TimeUnit unit) throws InterruptedException;

  /**
   * Gives the lock up; those who wait get it in the order they came.
   *
   * @throws IllegalMonitorStateException if it is not locked, or, for a reentrant one, not by the
   *     caller
   */
  @Override
  public abstract void unlock();

  /** A condition of this lock, which has more than {@link Condition}. */
  @Override
  public MutexCondition newCondition() {
    return new MutexCondition(this);
  }

  // ---- questions -----------------------------------------------------------------------------

  /** Whether somebody holds it. A snapshot. */
  public boolean isLocked() {
    return state != FREE;
  }

  /** Whether the calling task or thread holds it. */
  public boolean isHeldByCurrent() {
    return isOwner(Strand.currentOrThread());
  }

  /** How many wait for it. A snapshot. */
  public int waiting() {
    synchronized (queue) {
      return queue.size();
    }
  }

  /** Not while it is handed over: the next owner then seems to wait for itself. */
  @Override
  public List<?> holders() {
    synchronized (queue) {
      Object holder = owner;
      return holder == null ? List.of() : List.of(holder);
    }
  }

  @Override
  public String toString() {
    return Blocker.describe(this, name);
  }
}
