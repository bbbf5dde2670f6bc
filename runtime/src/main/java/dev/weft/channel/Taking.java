package dev.weft.channel;

import dev.weft.Suspendable;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The items of a queue, as they are taken. */
final class Taking<T> implements Iterator<T> {
  private final TaskQueue<T> queue;

  /** The item to end at; null when there is none. */
  private final T last;

  private Object next;

  Taking(TaskQueue<T> queue, T last) {
    this.queue = queue;
    this.last = last;
  }

  @Override
  @Suspendable
  public boolean hasNext() {
    if (next == null) {
      next = queue.takeUninterruptibly();
      if (next.equals(last)) {
        next = TaskQueue.SHUT_DOWN;
      }
    }
    return next != TaskQueue.SHUT_DOWN;
  }

  @Override
  @Suspendable
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("nothing more is to be taken from " + queue);
    }
    T taken = queue.opened(next);
    next = null;
    return taken;
  }
}
