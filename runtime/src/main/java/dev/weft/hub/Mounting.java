package dev.weft.hub;

/**
 * What is to be done around each turn of a task on a carrier.
 *
 * <p>Threads: the carrier that is about to run the task, or has just run it.
 */
interface Mounting {
  /** The task is about to run. */
  void mount();

  /** The task has stopped, or ended. */
  void unmount();
}
