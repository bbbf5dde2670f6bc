package dev.weft.channel;

import java.util.ArrayDeque;
import java.util.Collections;

/**
 * The queue in which who came last is taken first: a stack. After Python's {@code queue.LifoQueue}.
 */
public final class LifoQueue<T> extends TaskQueue<T> {
  /** A queue without a bound. */
  public LifoQueue() {
    this(Integer.MAX_VALUE);
  }

  /** A queue that holds {@code capacity} items at most. */
  public LifoQueue(int capacity) {
    this(capacity, null);
  }

  /** The same, with the name that dumps and messages show. */
  public LifoQueue(int capacity, String name) {
    super(Collections.asLifoQueue(new ArrayDeque<>()), capacity, name);
  }
}
