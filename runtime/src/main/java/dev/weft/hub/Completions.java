package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Tasks in the order in which they end: iterated, it waits for the next one. See {@link
 * Tasks#asCompleted}. Each task is given once, however often it was named.
 *
 * <p>Closing it forgets those that have not ended; they go on. Threads: iterated by one task or
 * thread; the tasks may be of any scheduler.
 */
@SuppressWarnings("IterableAndIterator") // to be read once, in a loop or by hand
public final class Completions<T>
    implements Iterator<Task<T>>, Iterable<Task<T>>, Blocker, AutoCloseable {
  private final long deadline;
  private final boolean timed;

  /** Whether whoever waits needs the end of all of them. */
  private final boolean all;

  private final Clock clock;

  /** Those that have not ended, and what watches them; guarded by this. */
  private final Set<End> pending = new LinkedHashSet<>();

  /** Those that ended and were not given out yet, oldest first; guarded by this. */
  private final ArrayDeque<Task<T>> ended = new ArrayDeque<>();

  /** Who waits for the next; guarded by this. */
  private Waiter waiter;

  /** Watches the end of one task. */
  private final class End implements TaskWatchers.Watcher {
    private final Task<T> task;

    End(Task<T> task) {
      this.task = task;
    }

    @Override
    public void ended() {
      add(this);
    }
  }

  private Completions(Collection<? extends Task<? extends T>> tasks, long nanos, boolean all) {
    Task<?> current = Task.currentOrNull();
    this.clock = current == null ? Clock.SYSTEM : current.scheduler().clock();
    this.timed = nanos != Waiter.FOREVER;
    this.deadline = timed ? clock.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2) : 0;
    this.all = all;
    List<End> ends = new ArrayList<>();
    for (Task<? extends T> task : new LinkedHashSet<>(tasks)) {
      ends.add(new End(covariant(Objects.requireNonNull(task, "task"))));
    }
    synchronized (this) {
      pending.addAll(ends);
    }
    for (End end : ends) {
      if (!end.task.watch(end)) {
        add(end);
      }
    }
  }

  /** A task only hands its result out, so one of a narrower type will do. */
  @SuppressWarnings("unchecked")
  private static <T> Task<T> covariant(Task<? extends T> task) {
    return (Task<T>) task;
  }

  /** The completions of {@code tasks}, for {@code nanos} from now. */
  static <T> Completions<T> of(Collection<? extends Task<? extends T>> tasks, long nanos) {
    return new Completions<>(tasks, nanos, false);
  }

  /** The same for one who will wait until all have ended. */
  static <T> Completions<T> ofAll(Collection<? extends Task<? extends T>> tasks, long nanos) {
    return new Completions<>(tasks, nanos, true);
  }

  /** By the carrier of the task that ended, or by the thread that found it ended. */
  private void add(End end) {
    Waiter woken;
    synchronized (this) {
      if (!pending.remove(end)) {
        return; // closed meanwhile
      }
      ended.add(end.task);
      woken = waiter;
      waiter = null;
    }
    if (woken != null) {
      woken.wake();
    }
  }

  // ---- iterating -----------------------------------------------------------------------------

  /** Whether tasks are left, ended or not. Does not wait. */
  @Override
  public synchronized boolean hasNext() {
    return !ended.isEmpty() || !pending.isEmpty();
  }

  /**
   * The next task to end.
   *
   * @throws RuntimeException sneakily: {@link TimeoutException} when the time is up, {@link
   *     InterruptedException} when interrupted
   */
  @Override
  @Suspendable
  public Task<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all tasks have been given");
    }
    try {
      Task<T> next = nextOrNull();
      if (next == null) {
        throw new TimeoutException(pendingCount() + " tasks have not ended in time");
      }
      return next;
    } catch (InterruptedException | TimeoutException e) {
      throw Throwing.sneaky(e);
    }
  }

  /** The next one; null when the time is up, or none is left. */
  @Suspendable
  Task<T> nextOrNull() throws InterruptedException {
    Waiter mine = Waiter.of(this);
    Task<T> first = pollOrEnter(mine);
    if (first != null || !hasNext()) {
      return first;
    }
    try {
      boolean woken = mine.await(left());
      assert woken || timed;
    } finally {
      leave(mine);
    }
    return poll();
  }

  private long left() {
    return timed ? Math.max(0, deadline - clock.nanoTime()) : Waiter.FOREVER;
  }

  private synchronized Task<T> pollOrEnter(Waiter mine) {
    if (ended.isEmpty()) {
      waiter = mine;
    }
    return ended.poll();
  }

  private synchronized Task<T> poll() {
    return ended.poll();
  }

  private synchronized void leave(Waiter mine) {
    if (waiter == mine) {
      waiter = null;
    }
  }

  private synchronized int pendingCount() {
    return pending.size();
  }

  /** Those that have not ended, in the order in which they were named. */
  synchronized List<Task<T>> pending() {
    return pending.stream().map(end -> end.task).toList();
  }

  @Override
  public Iterator<Task<T>> iterator() {
    return this;
  }

  /** Forgets the tasks that have not ended. */
  @Override
  public void close() {
    List<End> left;
    synchronized (this) {
      left = List.copyOf(pending);
      pending.clear();
    }
    left.forEach(end -> end.task.unwatch(end));
  }

  // ---- as something to wait for --------------------------------------------------------------

  /** The tasks left, if each of them is needed; those of which any will do hold nobody up. */
  @Override
  public synchronized List<?> holders() {
    return all || pending.size() == 1 ? pending() : List.of();
  }

  @Override
  public synchronized String toString() {
    List<String> names = pending.stream().limit(3).map(end -> '"' + end.task.name() + '"').toList();
    String more = pending.size() > 3 ? " and " + (pending.size() - 3) + " more" : "";
    return (all ? "the end of " : "the first end among ") + String.join(", ", names) + more;
  }
}
