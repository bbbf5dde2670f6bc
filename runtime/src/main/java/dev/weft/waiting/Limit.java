package dev.weft.waiting;

import java.time.Duration;
import java.util.Objects;

/** How long to wait, as {@link Waiter#await} takes it. */
public final class Limit {
  private Limit() {}

  /**
   * Nanoseconds of a duration; the longest there are when it is too long.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static long nanos(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout is negative: " + timeout);
    }
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return Waiter.FOREVER - 1;
    }
  }
}
