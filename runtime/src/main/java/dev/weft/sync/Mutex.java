package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.util.concurrent.TimeUnit;

/**
 * A lock that is not reentrant, and that anybody may give up: who locks it twice waits for himself.
 *
 * <pre>{@code
 * mutex.lock();
 * try {
 *   balance += amount; // may wait, unlike in a synchronized block
 * } finally {
 *   mutex.unlock();
 * }
 * }</pre>
 *
 * <p>Fair: first come, first served, also against {@code tryLock}. A task that is killed, or whose
 * time is up, at the moment when the lock is handed to it either has the lock or never did.
 * Threads: any. After Python's {@code threading.Lock}.
 */
public final class Mutex extends FairLock {
  /** A free lock. */
  public Mutex() {
    this(null);
  }

  /** A free lock with the name that dumps and messages show. */
  public Mutex(String name) {
    super(name);
  }

  @Override
  @Suspendable
  public void lock() {
    acquire(Strand.currentOrThread());
  }

  @Override
  @Suspendable
  public void lockInterruptibly() throws InterruptedException {
    boolean acquired = acquireInterruptibly(Strand.currentUninterrupted(), Waiter.FOREVER);
    assert acquired;
  }

  @Override
  public boolean tryLock() {
    return tryAcquire(Strand.currentOrThread());
  }

  @Override
  @Suspendable
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return acquireInterruptibly(Strand.currentUninterrupted(), unit.toNanos(time));
  }

  @Override
  public void unlock() {
    release();
  }

  @Override
  int releaseAll() {
    release();
    return 1;
  }

  @Override
  void restore(int holds) {
    // it is held once
  }
}
