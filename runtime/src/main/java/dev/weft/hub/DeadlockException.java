package dev.weft.hub;

/**
 * Nothing can ever happen again on a hub: no task is ready, no timer runs, and nobody outside can
 * wake one. Raised in the hub's main task; the message says who waits for what, and who holds it.
 *
 * <p>After gevent's LoopExit; the waiting tasks stay as they are.
 */
public final class DeadlockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeadlockException(String message) {
    super(message);
  }
}
