package dev.weft.channel;

import java.util.Comparator;

/**
 * The queue in which the least item is taken first, and among equal ones that which came first.
 * After Python's {@code queue.PriorityQueue}.
 */
public final class SortedQueue<T> extends TaskQueue<T> {
  /** A queue without a bound, in the order of {@code comparator}. */
  public SortedQueue(Comparator<? super T> comparator) {
    this(Integer.MAX_VALUE, comparator);
  }

  /** A queue that holds {@code capacity} items at most. */
  public SortedQueue(int capacity, Comparator<? super T> comparator) {
    this(capacity, comparator, null);
  }

  /** The same, with the name that dumps and messages show. */
  public SortedQueue(int capacity, Comparator<? super T> comparator, String name) {
    super(new StableHeap<>(comparator), capacity, name);
  }

  /** A queue without a bound, in the natural order of its items. */
  public static <T extends Comparable<? super T>> SortedQueue<T> ofNaturalOrder() {
    return new SortedQueue<>(Comparator.naturalOrder());
  }
}
