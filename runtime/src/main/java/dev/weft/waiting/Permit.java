package dev.weft.waiting;

import dev.weft.Suspendable;
import java.util.List;

/**
 * What {@link java.util.concurrent.locks.LockSupport} gives each thread, for a strand: at most one
 * is available; parking waits for it and takes it. Threads: the strand parks, any thread releases.
 */
public final class Permit {
  private boolean available;

  /** The wait of the strand; null while it does not park. Guarded like the rest by this. */
  private Waiter waiting;

  Permit() {}

  /** What a parked strand waits for. */
  private record Parked(Object parkedFor) implements Blocker {
    @Override
    public List<?> holders() {
      return LockOwners.ownerOf(parkedFor).stream().toList();
    }

    /** Any thread may unpark it, but for a lock it is the owner who does. */
    @Override
    public boolean endsOutside() {
      return LockOwners.ownerOf(parkedFor).isEmpty();
    }

    @Override
    public String toString() {
      return parkedFor == null ? "being unparked" : String.valueOf(parkedFor);
    }
  }

  /**
   * Waits for the permit; also ends when the strand is interrupted or signalled, or for no reason.
   *
   * @param parkedFor what dumps show; may be null
   */
  @Suspendable
  public void await(Strand strand, Object parkedFor, long nanos) {
    Waiter waiter = new Waiter(strand, new Parked(parkedFor));
    synchronized (this) {
      if (available) {
        available = false;
        return;
      }
      waiting = waiter;
    }
    try {
      waiter.awaitParked(nanos);
    } finally {
      left();
    }
  }

  private synchronized void left() {
    waiting = null;
  }

  /** Makes the permit available, or hands it to the strand that waits for it. */
  public synchronized void release() {
    if (waiting == null || !waiting.wake()) {
      available = true;
    }
  }
}
