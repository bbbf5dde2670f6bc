package dev.weft.fuzz.trace.model;

/** A script does more than scripts may: it may go on for ever. */
public final class TooLongException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooLongException() {
    super("too long", null, false, false);
  }
}
