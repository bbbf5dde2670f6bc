package dev.weft.continuation;

/**
 * Thrown by an operation that would suspend where suspension is impossible: a frame between it and
 * the coroutine cannot be saved. The coroutine stays as it was; when the exception is caught
 * inside, it goes on and may suspend elsewhere.
 */
public final class PinnedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** What is in the way. */
  public enum Reason {
    /** A monitor is held ({@code synchronized}). */
    MONITOR,
    /** A native method is on the stack. */
    NATIVE,
    /** A method was called by reflection or through a method handle. */
    REFLECTION,
    /** A constructor is running. */
    CONSTRUCTOR,
    /** A class initialiser is running. */
    CLASS_INITIALIZER,
    /** A method that the agent was asked to weave, and could not. */
    REFUSED,
    /** A method that is not woven: not marked, not included, or called by code that is not. */
    NOT_WOVEN
  }

  private final Reason reason;
  private final transient StackTraceElement culprit;

  PinnedException(String message, Reason reason, StackTraceElement culprit) {
    super(message);
    this.reason = reason;
    this.culprit = culprit;
  }

  /** What is in the way. */
  public Reason reason() {
    return reason;
  }

  /** The frame in the way; null after deserialisation. */
  public StackTraceElement culprit() {
    return culprit;
  }
}
