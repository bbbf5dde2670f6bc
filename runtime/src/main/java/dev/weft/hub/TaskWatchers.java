package dev.weft.hub;

import dev.weft.waiting.Waiter;
import java.util.ArrayList;
import java.util.List;

/** Those who are to be told when a task has ended, in the order they came. Guarded by the task. */
final class TaskWatchers {
  private final List<Watcher> list = new ArrayList<>(2);

  /** One of them. */
  interface Watcher {
    /** Called once, by the carrier of the task that ended, or by the thread that came too late. */
    void ended();

    /** Whether {@code key} stands for this one. */
    default boolean is(Object key) {
      return key == this;
    }
  }

  /** A task or thread that waits for the end. */
  record OfWaiter(Waiter waiter) implements Watcher {
    @Override
    public void ended() {
      waiter.wake();
    }

    @Override
    public boolean is(Object key) {
      return key == waiter;
    }
  }

  void add(Watcher watcher) {
    list.add(watcher);
  }

  void remove(Object key) {
    list.removeIf(watcher -> watcher.is(key));
  }

  /** Tells all; nobody can be added any more. */
  void tell() {
    for (Watcher watcher : list) {
      try {
        watcher.ended();
      } catch (RuntimeException | Error e) {
        Reports.untold(watcher, e); // the others wait, too
      }
    }
  }

  /** Forgets all links; those who wait stay. */
  void removeLinks() {
    list.removeIf(TaskLink.class::isInstance);
  }
}
