package dev.weft.greenlet;

/**
 * Asks a greenlet to end. One that lets it pass dies in silence: its parent gets the exit as a
 * value, not as an exception.
 *
 * <p>An {@link Error}, as {@link ThreadDeath} is, so that {@code catch (Exception)} does not
 * swallow it; without a stack trace, because it is a signal and not a failure. May be subclassed to
 * carry a result.
 */
public class GreenletExit extends Error {
  private static final long serialVersionUID = 1L;

  /** An exit without a message. */
  public GreenletExit() {
    this(null);
  }

  /** An exit that says why. */
  public GreenletExit(String message) {
    super(message, null, false, false);
  }
}
