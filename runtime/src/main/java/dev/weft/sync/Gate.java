package dev.weft.sync;

import dev.weft.waiting.Blocker;
import dev.weft.waiting.Selectable;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;

/** What all who wait for pass at once, when it is ready: an event, a latch, a promise. */
abstract class Gate implements Selectable {
  private final String name;
  private final boolean outside;

  /** Those who wait. Guarded by its own monitor, under which readiness changes. */
  final WaitQueue queue = new WaitQueue();

  /** A gate; {@code name} may be null. */
  Gate(String name) {
    this(name, false);
  }

  /** A gate that somebody may open whom no scheduler sees, if it says so. */
  Gate(String name, boolean outside) {
    this.name = name;
    this.outside = outside;
  }

  @Override
  public boolean endsOutside() {
    return outside;
  }

  @Override
  public boolean enter(Waiter waiter) {
    synchronized (queue) {
      if (isReady()) {
        return false;
      }
      queue.add(waiter);
      return true;
    }
  }

  @Override
  public void leave(Waiter waiter) {
    synchronized (queue) {
      queue.remove(waiter);
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
    return Blocker.describe(this, name);
  }
}
