package dev.weft.waiting;

import java.util.ArrayList;
import java.util.List;

/**
 * Those who wait for one thing, in the order they came. A waiter that was not woken leaves by
 * itself when its owner goes on. Not thread-safe: guarded by whoever owns it, with a monitor that
 * is never held while waiting.
 */
public final class WaitQueue {
  private final Object guard;
  private Waiter first;
  private Waiter last;
  private int size;

  /** A queue that is guarded by its own monitor. */
  public WaitQueue() {
    this.guard = this;
  }

  /** A queue that is guarded by the monitor of {@code guard}. */
  public WaitQueue(Object guard) {
    this.guard = guard;
  }

  /** Puts {@code waiter} at the end. */
  public void add(Waiter waiter) {
    waiter.queue = this;
    waiter.previous = last;
    if (last == null) {
      first = waiter;
    } else {
      last.next = waiter;
    }
    last = waiter;
    size++;
  }

  /** Takes {@code waiter} out, if it is in this queue. Costs the same wherever it stands. */
  public void remove(Waiter waiter) {
    if (waiter.previous == null && waiter != first) {
      return;
    }
    if (waiter.previous == null) {
      first = waiter.next;
    } else {
      waiter.previous.next = waiter.next;
    }
    if (waiter.next == null) {
      last = waiter.previous;
    } else {
      waiter.next.previous = waiter.previous;
    }
    waiter.next = null;
    waiter.previous = null;
    size--;
  }

  /**
   * Takes {@code waiter} out, if it still is in it, by its owner, who holds nothing. Behind this
   * nobody who has taken it out before is still busy with it.
   */
  void leave(Waiter waiter) {
    synchronized (guard) {
      remove(waiter);
    }
  }

  /** Takes the first one out; null when there is none. */
  public Waiter poll() {
    Waiter polled = first;
    if (polled != null) {
      remove(polled);
    }
    return polled;
  }

  /** The first one; null when there is none. */
  public Waiter peek() {
    return first;
  }

  /**
   * Wakes the first one that still waits, and takes it and those before it out.
   *
   * @return the woken one; null when nobody waits
   */
  public Waiter wakeFirst() {
    for (Waiter waiter = poll(); waiter != null; waiter = poll()) {
      if (waiter.wake()) {
        return waiter;
      }
    }
    return null;
  }

  /**
   * The same, and hands {@code value} over.
   *
   * @return the woken one; null when nobody waits
   */
  public Waiter wakeFirst(Object value) {
    for (Waiter waiter = poll(); waiter != null; waiter = poll()) {
      if (waiter.wake(value)) {
        return waiter;
      }
    }
    return null;
  }

  /**
   * Wakes all, in order, and empties the queue.
   *
   * @return how many still waited
   */
  public int wakeAll() {
    int woken = 0;
    while (wakeFirst() != null) {
      woken++;
    }
    return woken;
  }

  /** The same, and hands {@code value} over to each. */
  public int wakeAll(Object value) {
    int woken = 0;
    while (wakeFirst(value) != null) {
      woken++;
    }
    return woken;
  }

  /** Whether nobody is in it. */
  public boolean isEmpty() {
    return first == null;
  }

  /** How many are in it, those included whose wait has ended and who have not left yet. */
  public int size() {
    return size;
  }

  /** Those in it, first come first. */
  public List<Waiter> toList() {
    List<Waiter> waiters = new ArrayList<>(size);
    for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
      waiters.add(waiter);
    }
    return waiters;
  }
}
