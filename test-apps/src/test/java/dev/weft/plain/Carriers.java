package dev.weft.plain;

/** A plain class, as those of libraries are: its methods are the same in tasks and threads. */
public final class Carriers {
  private Carriers() {}

  /** The thread that runs the calling code, whichever task it belongs to. */
  public static Thread current() {
    return Thread.currentThread();
  }
}
