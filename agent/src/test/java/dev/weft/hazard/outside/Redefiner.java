package dev.weft.hazard.outside;

/** Lets a test act in the middle of a woven method. */
public final class Redefiner {
  public static volatile Runnable action = () -> {};

  private Redefiner() {}

  /** Acts. */
  public static void act() {
    action.run();
  }
}
