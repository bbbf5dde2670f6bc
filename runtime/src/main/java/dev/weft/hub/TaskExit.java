package dev.weft.hub;

/**
 * Asks a task to end: what {@link Task#kill()} raises in it. A task that lets it pass ends in
 * silence and counts as successful.
 *
 * <p>An {@link Error}, as {@link ThreadDeath} is, so that {@code catch (Exception)} does not
 * swallow it; without a stack trace, because it is a signal and not a failure. After gevent's
 * GreenletExit.
 */
public class TaskExit extends Error {
  private static final long serialVersionUID = 1L;

  /** An exit without a message. */
  public TaskExit() {
    this(null);
  }

  /** An exit that says why. */
  public TaskExit(String message) {
    super(message, null, false, false);
  }
}
