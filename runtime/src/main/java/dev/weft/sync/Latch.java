package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Twin;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Waiter;
import java.time.Duration;

/**
 * A count that only falls; who waits for it goes on when it is zero.
 *
 * <p>Threads: any. After {@link java.util.concurrent.CountDownLatch}.
 */
public final class Latch extends Gate {
  /** Written with the monitor of {@link #queue}. */
  private volatile long count;

  /**
   * A latch.
   *
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public Latch(long count) {
    this(count, null);
  }

  /** The same, with the name that dumps and messages show. */
  public Latch(long count, String name) {
    super(name);
    if (count < 0) {
      throw new IllegalArgumentException("a latch cannot count from " + count);
    }
    this.count = count;
  }

  /** Counts down; at zero nothing happens. */
  public void countDown() {
    synchronized (queue) {
      long left = count - 1;
      if (left >= 0) {
        count = left;
      }
      if (left == 0) {
        queue.wakeAll();
      }
    }
  }

  /** How far it is from zero. */
  public long count() {
    return count;
  }

  /** Waits for zero. */
  @Suspendable
  public void await() throws InterruptedException {
    boolean seen = awaitWithin(Waiter.FOREVER);
    assert seen;
  }

  @Twin
  @PassesStack
  @SuppressWarnings({"UnusedMethod", "UnusedVariable", "CheckReturnValue"}) // called in woven code
  void await(FrameStack stack) throws InterruptedException {
    awaitWithin(Waiter.FOREVER);
  }

  /**
   * Waits no longer than {@code timeout}.
   *
   * @return whether it came to zero
   */
  @Suspendable
  public boolean await(Duration timeout) throws InterruptedException {
    return awaitWithin(Limit.nanos(timeout));
  }

  // ---- for a Select --------------------------------------------------------------------------

  @Override
  public boolean isReady() {
    return count == 0;
  }

  @Override
  public String toString() {
    return super.toString() + " at " + count;
  }
}
