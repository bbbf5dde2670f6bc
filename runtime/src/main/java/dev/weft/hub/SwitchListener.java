package dev.weft.hub;

/**
 * Is told when a task stops and when it goes on; see {@link Tasks#watching}.
 *
 * <p>Threads: the carrier of the task, while the task does not run. The methods must not wait; one
 * that throws is reported, and told nothing more.
 */
public interface SwitchListener {
  /** The task has stopped, and lets others run. */
  void stopped();

  /** The task is about to go on. */
  void resumed();
}
