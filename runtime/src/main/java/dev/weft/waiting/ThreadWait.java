package dev.weft.waiting;

import java.util.concurrent.locks.LockSupport;

/** Waiting by blocking the current thread. */
final class ThreadWait {
  private ThreadWait() {}

  /** Blocks the current thread, which owns {@code waiter}. */
  static boolean await(Waiter waiter, long nanos) throws InterruptedException {
    boolean timed = nanos != Waiter.FOREVER;
    long deadline = timed ? System.nanoTime() + nanos : 0;
    boolean interrupted = false;
    try {
      while (!waiter.isDecided()) {
        if (Thread.interrupted()) {
          if (waiter.mode() == WaitMode.INTERRUPTIBLE && waiter.raise(true)) {
            throw new InterruptedException();
          }
          interrupted = true;
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
      return waiter.isWoken();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
