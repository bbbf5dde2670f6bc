package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.waiting.Candidate;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.time.Duration;

/**
 * A flag to wait for, which is set and cleared by hand.
 *
 * <p>{@link #set} wakes all who wait, in the order they came, even if it is cleared at once; on one
 * hub they go on before any task that waits for the set event later. Threads: any. After Python's
 * {@code threading.Event} and gevent's.
 */
public final class Event extends Gate {
  private volatile boolean set;

  /** How many were woken and have not gone on yet; guarded like {@link #queue}. */
  private volatile int arriving;

  /** An event that is not set. */
  public Event() {
    this(null);
  }

  /** The same, with the name that dumps and messages show. */
  public Event(String name) {
    super(name);
  }

  /** Sets the flag. */
  public void set() {
    synchronized (queue) {
      set = true;
      for (Waiter next = queue.wakeFirst(); next != null; next = queue.wakeFirst()) {
        if (!(next instanceof Candidate)) { // which does not tell when it goes on
          arriving++;
        }
      }
    }
  }

  /** Clears the flag: who comes from now on waits. */
  public void clear() {
    set = false;
  }

  /** Whether the flag is set. */
  public boolean isSet() {
    return set;
  }

  /** Waits until the flag is set. */
  @Suspendable
  public void await() throws InterruptedException {
    boolean seen = awaitWithin(Waiter.FOREVER);
    assert seen;
  }

  /**
   * Waits no longer than {@code timeout}.
   *
   * @return whether the flag was set
   */
  @Suspendable
  public boolean await(Duration timeout) throws InterruptedException {
    return awaitWithin(Limit.nanos(timeout));
  }

  @Suspendable
  private boolean awaitWithin(long nanos) throws InterruptedException {
    Object me = Strand.currentUninterrupted();
    if (set) {
      if (arriving > 0) {
        Waiter.pass(this); // they were first
      }
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    Waiter waiter = new Waiter(me, this);
    if (!enter(waiter)) {
      return true;
    }
    boolean woken = queue.await(waiter, nanos, queue);
    if (woken) {
      arrived();
    }
    return woken;
  }

  private void arrived() {
    synchronized (queue) {
      arriving--;
    }
  }

  // ---- for a Select --------------------------------------------------------------------------

  @Override
  public boolean isReady() {
    return set;
  }
}
