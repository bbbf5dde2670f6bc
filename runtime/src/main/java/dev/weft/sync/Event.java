package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Twin;
import dev.weft.waiting.Limit;
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
        if (next instanceof Arriving) { // others do not tell when they go on
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

  @Twin
  @PassesStack
  @SuppressWarnings({"UnusedMethod", "UnusedVariable", "CheckReturnValue"}) // called in woven code
  void await(FrameStack stack) throws InterruptedException {
    awaitWithin(Waiter.FOREVER);
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

  @Override
  boolean othersAreFirst() {
    return arriving > 0;
  }

  @Override
  Waiter waiterOf(Object owner) {
    return new Arriving(owner, this);
  }

  /** Counts itself off when it goes on. */
  private static final class Arriving extends Waiter {
    private final Event event;

    Arriving(Object owner, Event event) {
      super(owner, event);
      this.event = event;
    }

    @Override
    protected void woken() {
      synchronized (event.queue) {
        event.arriving--;
      }
    }
  }

  // ---- for a Select --------------------------------------------------------------------------

  @Override
  public boolean isReady() {
    return set;
  }
}
