package dev.weft.sync;

/**
 * A semaphore that never has more permits than at first: to give back too many is an error.
 *
 * <p>Threads: any. After Python's {@code threading.BoundedSemaphore}.
 */
public final class BoundedSemaphore extends Semaphore {
  /** A semaphore with {@code permits} permits, at most and at first. */
  public BoundedSemaphore(int permits) {
    this(permits, null);
  }

  /** The same, with the name that dumps and messages show. */
  public BoundedSemaphore(int permits, String name) {
    super(permits, permits, name);
  }
}
