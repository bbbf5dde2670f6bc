package dev.weft.waiting;

/** What a timer does when its time has come. */
public interface Expiring {
  /** Called once, by the scheduler's timers, at or after the deadline. */
  void expire();

  /** Whether expiring would have no effect any more, so that the timer may forget it. */
  boolean isOver();
}
