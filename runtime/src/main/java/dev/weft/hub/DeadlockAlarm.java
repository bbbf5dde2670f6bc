package dev.weft.hub;

import java.util.Collection;

/** Says that a hub is stuck: in its main task, or once in a report. Threads: the hub's. */
final class DeadlockAlarm {
  private DeadlockException raised;
  private boolean reported;

  /**
   * Lets the main task's wait end with {@code deadlock}.
   *
   * @param ready where the task is then
   * @return false if its wait lets no exception through, or was shown the last one as an interrupt
   *     and has gone on, as that for a lock of the JDK's does
   */
  boolean raiseIn(Task<?> main, DeadlockException deadlock, Collection<Task<?>> ready) {
    if (raised != null && main.withdrawFromWait(raised)) {
      return false;
    }
    raised = deadlock;
    main.raise(deadlock);
    return !(ready.isEmpty() && main.withdrawFromWait(deadlock));
  }

  void reportOnce(DeadlockException deadlock) {
    if (!reported) {
      reported = true;
      Reports.deadlock(deadlock);
    }
  }
}
