package dev.weft.hub;

import dev.weft.waiting.Expiring;
import java.util.Arrays;

/**
 * A heap of deadlines; among equal ones, first come is first served. What is over is not taken out
 * but skipped, and swept out when it is the larger half: so to stop a timer costs nothing.
 *
 * <p>The deadlines stand in an array of their own, four children together: a look at them is one
 * cache line. Used by one thread at a time.
 */
final class Timers {
  private static final int FIRST_CAPACITY = 64;
  private static final int SMALLEST_SWEEP = 64;

  private long[] deadlines = new long[FIRST_CAPACITY];
  private long[] numbers = new long[FIRST_CAPACITY];
  private Expiring[] entries = new Expiring[FIRST_CAPACITY];
  private int size;
  private int forgotten;
  private long nextNumber;

  /** Lets {@code entry} expire at {@code deadline}. */
  void add(Expiring entry, long deadline) {
    if (size == entries.length) {
      int capacity = size + (size >> 1);
      deadlines = Arrays.copyOf(deadlines, capacity);
      numbers = Arrays.copyOf(numbers, capacity);
      entries = Arrays.copyOf(entries, capacity);
    }
    siftUp(size++, entry, deadline, nextNumber++);
  }

  /** Some entry is over before its time. */
  void forget() {
    forgotten++;
    if (forgotten > SMALLEST_SWEEP && forgotten > size / 2) {
      sweep();
    }
  }

  /** Whether no entry is left that is not over. */
  boolean isEmpty() {
    skipOver();
    return size == 0;
  }

  /** The next deadline; only when not empty. */
  long next() {
    return deadlines[0];
  }

  /**
   * Expires all entries that are due at {@code now}, in the order of their deadlines.
   *
   * @return how many of them were not over
   */
  int expire(long now) {
    int expired = 0;
    for (Expiring due = takeDue(now); due != null; due = takeDue(now)) {
      expired++;
      due.expire();
    }
    return expired;
  }

  /** Takes the first entry out that is due at {@code now} and not over; null when none is. */
  Expiring takeDue(long now) {
    while (size > 0 && deadlines[0] - now <= 0) {
      Expiring entry = entries[0];
      removeFirst();
      if (!entry.isOver()) {
        return entry;
      }
      forgotten = Math.max(0, forgotten - 1);
    }
    return null;
  }

  /** How many entries there are, those included that are over and were not swept out yet. */
  int size() {
    return size;
  }

  private void skipOver() {
    while (size > 0 && entries[0].isOver()) {
      removeFirst();
      forgotten = Math.max(0, forgotten - 1);
    }
  }

  private void sweep() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!entries[i].isOver()) {
        place(kept++, entries[i], deadlines[i], numbers[i]);
      }
    }
    Arrays.fill(entries, kept, size, null);
    size = kept;
    forgotten = 0;
    for (int i = (size - 2) / 4; i >= 0 && size > 1; i--) {
      siftDown(i, entries[i], deadlines[i], numbers[i]);
    }
  }

  private void removeFirst() {
    int last = --size;
    Expiring entry = entries[last];
    entries[last] = null;
    if (last > 0) {
      siftDown(0, entry, deadlines[last], numbers[last]);
    }
  }

  private void siftUp(int start, Expiring entry, long deadline, long number) {
    int at = start;
    while (at > 0) {
      int parent = (at - 1) >> 2;
      if (!isBefore(deadline, number, parent)) {
        break;
      }
      place(at, entries[parent], deadlines[parent], numbers[parent]);
      at = parent;
    }
    place(at, entry, deadline, number);
  }

  private void siftDown(int start, Expiring entry, long deadline, long number) {
    int at = start;
    for (; ; ) {
      int child = (at << 2) + 1;
      if (child >= size) {
        break;
      }
      int end = Math.min(child + 4, size);
      int least = child;
      for (int i = child + 1; i < end; i++) {
        if (isBefore(deadlines[i], numbers[i], least)) {
          least = i;
        }
      }
      if (isBefore(deadline, number, least)) {
        break;
      }
      place(at, entries[least], deadlines[least], numbers[least]);
      at = least;
    }
    place(at, entry, deadline, number);
  }

  private boolean isBefore(long deadline, long number, int other) {
    long difference = deadline - deadlines[other];
    return difference < 0 || (difference == 0 && number < numbers[other]);
  }

  private void place(int at, Expiring entry, long deadline, long number) {
    entries[at] = entry;
    deadlines[at] = deadline;
    numbers[at] = number;
  }
}
