package dev.weft.io;

import java.util.Arrays;

/**
 * Which descriptors have nothing to read, most likely: those whose last read left the buffer partly
 * empty. An attempt to read them would cost a system call to learn that. Only a hint: who waits for
 * such a descriptor goes on at once if there is something.
 *
 * <p>Threads: any, without order. What is lost or stale costs one attempt, or one wait that ends at
 * once.
 */
final class ReadHints {
  private static final int FIRST_CAPACITY = 1_024;

  /** By the descriptor's number. */
  private static volatile boolean[] drained = new boolean[FIRST_CAPACITY];

  private static volatile boolean any;

  private ReadHints() {}

  /** Whether any were ever given: else nobody need look. */
  static boolean areAny() {
    return any;
  }

  /** Whether nothing is to be expected from this descriptor; the next one who asks is told no. */
  static boolean takeDrained(int number) {
    boolean[] known = drained;
    if (number < 0 || number >= known.length || !known[number]) {
      return false;
    }
    known[number] = false;
    return true;
  }

  /** Forgets it: the next one who asks is told no. */
  static void clear(int number) {
    boolean unused = takeDrained(number);
  }

  /** Notes that a read left the buffer partly empty. */
  static void setDrained(int number) {
    if (number >= drained.length) {
      grow(number);
    }
    if (number >= 0) {
      if (!any) {
        any = true;
      }
      drained[number] = true;
    }
  }

  private static synchronized void grow(int number) {
    if (number >= drained.length) {
      drained = Arrays.copyOf(drained, Math.max(number + 1, 2 * drained.length));
    }
  }
}
