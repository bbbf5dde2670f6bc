package dev.weft.hub;

import java.time.Duration;

/**
 * A clock that stands still while tasks run, and jumps to the next deadline when all of them wait.
 * Three days of timeouts run in milliseconds, in the same order each time.
 *
 * <p>Threads: any.
 */
public final class ManualClock implements Clock {
  private long now;

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized boolean skipTo(long deadline) {
    now = Math.max(now, deadline);
    return true;
  }

  /** Moves the time on. */
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("a clock never goes back: " + by);
    }
    now += by.toNanos();
  }

  /** The time since this clock was made. */
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime());
  }
}
