package dev.weft.hub;

import dev.weft.abi.Hold;

/** The thread that a task stands on while it blocks it. */
abstract class Home extends Hold {
  private final Thread thread;

  Home(Thread thread) {
    this.thread = thread;
  }

  final Thread thread() {
    return thread;
  }

  /** Blocks until {@code task}, which waits here, was made ready and may go on. */
  abstract void await(HomingStrand task);

  /** What the task does that blocks it in no wait of Weft's. */
  abstract String state();

  /**
   * Interrupts the thread, if {@code task} blocks it in a call that Weft does not know.
   *
   * @param byInterrupt whether the task was interrupted; it was killed, or a timeout is up, else
   */
  abstract void interrupt(HomingStrand task, boolean byInterrupt);
}
