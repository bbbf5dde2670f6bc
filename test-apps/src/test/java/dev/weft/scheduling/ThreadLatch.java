package dev.weft.scheduling;

import java.util.concurrent.TimeUnit;

/**
 * A latch whose waits block the thread, whatever runs on it: made of a monitor, not of the JDK's
 * locks, which let tasks wait without their thread.
 */
final class ThreadLatch {
  private int count;

  ThreadLatch(int count) {
    this.count = count;
  }

  synchronized void countDown() {
    count--;
    notifyAll();
  }

  synchronized void await() throws InterruptedException {
    while (count > 0) {
      wait();
    }
  }

  /** Whether it was released within that time. */
  synchronized boolean await(long time, TimeUnit unit) throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(time);
    for (long left = end - System.nanoTime();
        count > 0 && left > 0;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return count <= 0;
  }
}
