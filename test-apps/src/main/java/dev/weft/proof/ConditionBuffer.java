package dev.weft.proof;

import dev.weft.Suspendable;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The bounded buffer of every textbook: a lock of the JDK's and two conditions. */
final class ConditionBuffer {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition notEmpty = lock.newCondition();
  private final ArrayDeque<Long> items = new ArrayDeque<>();
  private final int room;

  ConditionBuffer(int room) {
    this.room = room;
  }

  /** Whether there was room within {@code nanos}. */
  @Suspendable
  boolean offer(long item, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (items.size() == room) {
        if (left <= 0) {
          return false;
        }
        left = notFull.awaitNanos(left);
      }
      items.add(item);
      notEmpty.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The oldest item; zero when none came within {@code nanos}. */
  @Suspendable
  long poll(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (items.isEmpty()) {
        if (left <= 0) {
          return 0;
        }
        left = notEmpty.awaitNanos(left);
      }
      long item = items.poll();
      notFull.signal();
      return item;
    } finally {
      lock.unlock();
    }
  }
}
