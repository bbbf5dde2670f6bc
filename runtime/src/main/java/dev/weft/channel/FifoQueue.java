package dev.weft.channel;

import java.util.ArrayDeque;

/** The queue in which who came first is taken first. After Python's {@code queue.Queue}. */
public final class FifoQueue<T> extends TaskQueue<T> {
  /** A queue without a bound. */
  public FifoQueue() {
    this(Integer.MAX_VALUE);
  }

  /** A queue that holds {@code capacity} items at most. */
  public FifoQueue(int capacity) {
    this(capacity, null);
  }

  /** The same, with the name that dumps and messages show. */
  public FifoQueue(int capacity, String name) {
    super(new ArrayDeque<>(), capacity, name);
  }
}
