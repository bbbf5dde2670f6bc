package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.util.concurrent.TimeUnit;

/**
 * A lock that its owner, a task or a thread, can take again, and has to give up as often.
 *
 * <p>Fair, and exact like {@link Mutex}. Threads: any. After Python's {@code threading.RLock}.
 */
public final class ReentrantMutex extends FairLock {
  /** How often it is held beyond the first time; used by the owner only. */
  private int again;

  /** A free lock. */
  public ReentrantMutex() {
    this(null);
  }

  /** A free lock with the name that dumps and messages show. */
  public ReentrantMutex(String name) {
    super(name);
  }

  @Override
  @Suspendable
  public void lock() {
    Object me = Strand.currentOrThread();
    if (isOwner(me)) {
      again();
    } else {
      acquire(me);
    }
  }

  @Override
  @Suspendable
  public void lockInterruptibly() throws InterruptedException {
    boolean acquired = lockWithin(Waiter.FOREVER);
    assert acquired;
  }

  @Override
  public boolean tryLock() {
    Object me = Strand.currentOrThread();
    if (isOwner(me)) {
      again();
      return true;
    }
    return tryAcquire(me);
  }

  @Override
  @Suspendable
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return lockWithin(unit.toNanos(time));
  }

  @Suspendable
  private boolean lockWithin(long nanos) throws InterruptedException {
    Object me = Strand.currentUninterrupted();
    if (isOwner(me)) {
      again();
      return true;
    }
    return acquireInterruptibly(me, nanos);
  }

  private void again() {
    again = Math.addExact(again, 1);
  }

  @Override
  public void unlock() {
    Object me = Strand.currentOrThread();
    if (!isOwner(me)) {
      Object owner = holders().stream().findFirst().map(Object.class::cast).orElse("nobody");
      throw new IllegalMonitorStateException(
          this
              + ": release of a lock that is not yours; its owner is "
              + owner
              + ", you are "
              + me);
    }
    if (again > 0) {
      again--;
    } else {
      release();
    }
  }

  /** How often the caller holds it; 0 if somebody else does. */
  public int holds() {
    return isHeldByCurrent() ? again + 1 : 0;
  }

  @Override
  int releaseAll() {
    int holds = again + 1;
    again = 0;
    release();
    return holds;
  }

  @Override
  void restore(int holds) {
    again = holds - 1;
  }
}
