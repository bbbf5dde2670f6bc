package dev.weft.it.outside;

/** Calls something that wants to suspend. */
public final class Unwoven {
  private Unwoven() {}

  /** Runs it. */
  public static void call(Runnable action) {
    action.run();
  }
}
