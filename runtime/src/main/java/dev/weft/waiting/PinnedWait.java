package dev.weft.waiting;

import dev.weft.abi.Throwing;
import java.util.concurrent.locks.LockSupport;

/**
 * Waiting by a strand that cannot be suspended where it is: it blocks its carrier, and everything
 * that would end the wait of a suspended strand ends this one.
 */
final class PinnedWait {
  private final Waiter waiter;
  private final Strand strand;

  PinnedWait(Waiter waiter, Strand strand) {
    this.waiter = waiter;
    this.strand = strand;
  }

  boolean await(long nanos) throws InterruptedException {
    if (strand.hasSignal(waiter.mode()) && waiter.raise(false)) {
      throwSignal();
    }
    if (!waiter.isDecided()) {
      strand.blocksCarrier(waiter.blocker());
    }
    boolean timed = nanos != Waiter.FOREVER;
    long deadline = timed ? System.nanoTime() + nanos : 0;
    while (!waiter.isDecided()) {
      if (Thread.interrupted()) {
        strand.interrupt(); // somebody meant this task
      } else if (timed) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          waiter.expire();
        } else {
          LockSupport.parkNanos(waiter.blocker(), left);
        }
      } else {
        LockSupport.park(waiter.blocker());
      }
    }
    if (waiter.isRaised()) {
      throwSignal();
    }
    return waiter.isWoken();
  }

  @SuppressWarnings("RedundantThrows") // sneakily, too
  private void throwSignal() throws InterruptedException {
    Throwable signal = strand.takeSignal(waiter.mode());
    if (signal != null) {
      throw Throwing.sneaky(signal);
    }
  }
}
