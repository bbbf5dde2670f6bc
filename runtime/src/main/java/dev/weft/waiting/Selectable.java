package dev.weft.waiting;

/**
 * Something that happens once, or stays: the end of a task, an event, a promise. It can be waited
 * for together with others, because to learn of it takes nothing away from anybody.
 *
 * <p>Threads: any.
 */
public interface Selectable extends Blocker {
  /** Whether it has happened. */
  boolean isReady();

  /**
   * Lets {@code waiter} be woken when it happens.
   *
   * @return false if it has happened: then the waiter was not added
   */
  boolean enter(Waiter waiter);

  /** Forgets a waiter that was added and not woken. */
  void leave(Waiter waiter);
}
