package dev.weft.waiting;

/** The thread that a strand is to code that asks for the current one. */
interface OwnThread {
  /** What {@link Thread#currentThread} answers in the strand. */
  Thread thread();

  /** What parking waits for. */
  Permit permit();

  /** Whether its thread locals are those of another thread, which will have them back. */
  default boolean isLent() {
    return false;
  }
}
