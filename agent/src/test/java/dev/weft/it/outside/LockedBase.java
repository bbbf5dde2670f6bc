package dev.weft.it.outside;

/** Locks itself, and calls what a subclass does: a library that {@code monitors=} does not name. */
public abstract class LockedBase {
  /** Holds the monitor of this object around {@link #step}. */
  public synchronized void locked() throws InterruptedException {
    step();
  }

  /** What a subclass does. */
  protected abstract void step() throws InterruptedException;
}
