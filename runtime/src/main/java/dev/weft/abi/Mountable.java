package dev.weft.abi;

/** A coroutine, as the thread it runs on knows it. */
public abstract class Mountable {
  /** For coroutines. */
  protected Mountable() {}

  /** It runs alone on this thread, and from now on {@link Mounts#current} tells so. */
  protected void told() {}

  /** Whether this thread knows it at {@code index}; see {@link Mounts#admit}. */
  protected boolean isKnownTo(Mounts mounts, int index) {
    return false;
  }
}
