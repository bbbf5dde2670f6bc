package dev.weft.hub;

/**
 * Where a hub's timers get the time from.
 *
 * <p>Threads: read by the hub's carrier, and by threads that ask.
 */
public interface Clock {
  /** The clock of the machine: {@link System#nanoTime}. */
  Clock SYSTEM = System::nanoTime;

  /** The time in nanoseconds, from an arbitrary origin; never goes back. */
  long nanoTime();

  /**
   * Called when a hub has nothing to do before {@code deadline}. A clock that is not bound to real
   * time may go there at once.
   *
   * @return whether it did; false makes the hub wait in real time
   */
  default boolean skipTo(long deadline) {
    return false;
  }
}
