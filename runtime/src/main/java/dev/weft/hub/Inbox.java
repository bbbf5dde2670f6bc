package dev.weft.hub;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What other threads hand in to a hub. Threads: any, but for what says otherwise. */
final class Inbox {
  private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  /** Tasks that go on though the hub has ended: they blocked a carrier meanwhile. */
  private final ConcurrentLinkedQueue<Task<?>> leftOver = new ConcurrentLinkedQueue<>();

  /**
   * A task that begins, or goes on.
   *
   * @param delayNanos when {@code task} begins, or {@link #GOES_ON}
   */
  record Arrival(Task<?> task, long delayNanos) {
    static final long GOES_ON = -1;
  }

  void add(Arrival arrival) {
    arrivals.add(arrival);
  }

  /** The next one; null when there is none. */
  Arrival poll() {
    return arrivals.poll();
  }

  boolean isEmpty() {
    return arrivals.isEmpty();
  }

  /** Ends the tasks that came too late, lest somebody wait for them. */
  void refuse() {
    for (Arrival late = arrivals.poll(); late != null; late = arrivals.poll()) {
      if (late.delayNanos != Arrival.GOES_ON) {
        late.task.abandon();
      } else if (late.task.home() != null) {
        leftOver.add(late.task);
      }
    }
  }

  /**
   * Takes out a task that can go on on its own carrier, and answers that; null for none.
   *
   * @param ready those that were taken in already
   */
  Carrier takeReturned(Collection<Task<?>> ready) {
    Task<?> left = leftOver.poll();
    if (left != null) {
      return (Carrier) left.home();
    }
    for (Task<?> task : ready) {
      if (task.home() != null) {
        ready.remove(task);
        return (Carrier) task.home();
      }
    }
    for (Arrival arrival : arrivals) {
      Home home = arrival.task.home();
      if (home != null && arrivals.remove(arrival)) {
        return (Carrier) home;
      }
    }
    return null;
  }
}
