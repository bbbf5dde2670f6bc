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
    return nanos(timeout, "timeout");
  }

  /** The same, of a duration that messages call {@code name}. */
  public static long nanos(Duration duration, String name) {
    Objects.requireNonNull(duration, name);
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + " is negative: " + duration);
    }
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Waiter.FOREVER - 1;
    }
  }
}
