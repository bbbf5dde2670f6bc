package dev.weft.hub;

/**
 * Something a hub did with a task; see {@link HubOptions#trace}.
 *
 * @param kind what
 * @param task the number of the task; 0 for {@link Kind#TIMERS}
 * @param name the task's name then; empty for {@link Kind#TIMERS}
 * @param nanos when, by the clock of the hub, in nanoseconds
 * @param detail more about it, as {@code kind} says; may be empty
 */
public record TaskEvent(Kind kind, long task, String name, long nanos, String detail) {
  /** What can happen. More kinds may be added: who listens ignores those it does not know. */
  public enum Kind {
    /** It arrived at the hub. Detail: the number of its spawner, and its delay if it has one. */
    SPAWNED,
    /** It is made ready to go on. Detail: woken, expired or raised; empty when it never waited. */
    READY,
    /** It runs from here on. */
    RUNS,
    /** It stopped, and is ready at once: it let the others have their turn. */
    YIELDS,
    /** It stopped, and waits. Detail: for what. */
    WAITS,
    /** It has ended. Detail: returned, killed, or the class of its exception. */
    ENDED,
    /** Timers were due, and made the tasks ready that stand before this. Detail: how many. */
    TIMERS
  }

  @Override
  public String toString() {
    String who = task == 0 ? "" : " " + task + " \"" + name + "\"";
    return nanos + " " + kind + who + (detail.isEmpty() ? "" : " " + detail);
  }
}
