package dev.weft.agent.cli;

/** The command was right and could not be done; the message is for the user. */
final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
