package dev.weft.abi;

/** A coroutine, as the thread it runs on knows it. */
public abstract class Mountable {
  /** For coroutines. */
  protected Mountable() {}

  /** Whether it runs now, and alone, on this thread. */
  protected boolean runsAlone(Mounts mounts) {
    return false;
  }

  /** Whether it would run alone when this thread resumed it with nothing else mounted. */
  protected boolean isKnownTo(Mounts mounts) {
    return false;
  }
}
