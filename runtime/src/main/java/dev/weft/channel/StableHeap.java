package dev.weft.channel;

import java.util.AbstractQueue;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Objects;
import java.util.PriorityQueue;

/** A priority queue that keeps equal items in the order they came. Not thread-safe. */
final class StableHeap<T> extends AbstractQueue<T> {
  private final PriorityQueue<Entry<T>> entries;
  private long nextNumber;

  private record Entry<T>(T item, long number) {}

  StableHeap(Comparator<? super T> comparator) {
    Objects.requireNonNull(comparator, "comparator");
    Comparator<Entry<T>> byItem = (a, b) -> comparator.compare(a.item, b.item);
    entries = new PriorityQueue<>(byItem.thenComparingLong(Entry::number));
  }

  @Override
  public boolean offer(T item) {
    return entries.offer(new Entry<>(item, nextNumber++));
  }

  @Override
  public T poll() {
    Entry<T> first = entries.poll();
    return first == null ? null : first.item;
  }

  @Override
  public T peek() {
    Entry<T> first = entries.peek();
    return first == null ? null : first.item;
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public Iterator<T> iterator() {
    Iterator<Entry<T>> each = entries.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public T next() {
        return each.next().item;
      }

      @Override
      public void remove() {
        each.remove();
      }
    };
  }
}
