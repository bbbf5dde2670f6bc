package dev.weft.channel;

/** A queue is shut down: nothing can be put, or nothing is left to be taken. */
public final class QueueShutDownException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  QueueShutDownException(String message) {
    super(message);
  }
}
