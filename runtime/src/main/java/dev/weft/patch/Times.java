package dev.weft.patch;

import dev.weft.waiting.Waiter;
import java.util.concurrent.TimeUnit;

/** Times as methods of {@link Thread} take them, checked as they check them. */
final class Times {
  private static final int MAX_NANOS = 999_999;

  private Times() {}

  /**
   * Nanoseconds of a time; the longest there are when it is too long.
   *
   * @throws IllegalArgumentException with the text of {@link Thread}'s
   */
  static long nanos(long millis, int nanos) {
    if (millis < 0) {
      throw new IllegalArgumentException("timeout value is negative");
    }
    if (nanos < 0 || nanos > MAX_NANOS) {
      throw new IllegalArgumentException("nanosecond timeout value out of range");
    }
    long whole = TimeUnit.MILLISECONDS.toNanos(millis);
    return whole > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : whole + nanos;
  }

  /** The same time, but a wait for it has a limit, if one of 292 years. */
  static long limited(long nanos) {
    return Math.min(nanos, Waiter.FOREVER - 1);
  }
}
