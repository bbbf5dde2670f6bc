package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Strand;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;

/**
 * Something that happens once, outside of all hubs perhaps: a thread or a process ends, somebody's
 * future is completed. Tasks wait for it. Threads: any.
 */
final class Occurrence implements Blocker {
  private final String name;
  private final WaitQueue queue = new WaitQueue();

  /** Written with the monitor of {@link #queue}. */
  private volatile boolean happened;

  /** One that has not happened; {@code name} says in dumps what is waited for. */
  Occurrence(String name) {
    this.name = name;
  }

  /** It happens now: those who wait go on. */
  void happen() {
    synchronized (queue) {
      happened = true;
      queue.wakeAll();
    }
  }

  /**
   * Lets {@code strand}, which calls, wait.
   *
   * @return whether it has happened; false when {@code nanos} passed before
   * @throws InterruptedException if the strand is interrupted, even if it was before
   */
  @Suspendable
  boolean await(Strand strand, long nanos) throws InterruptedException {
    Waiter waiter = new Waiter(strand, this);
    return !enter(waiter) || waiter.await(nanos);
  }

  private boolean enter(Waiter waiter) {
    synchronized (queue) {
      if (!happened) {
        queue.add(waiter);
      }
      return !happened;
    }
  }

  @Override
  public boolean endsOutside() {
    return true;
  }

  @Override
  public String toString() {
    return name;
  }
}
