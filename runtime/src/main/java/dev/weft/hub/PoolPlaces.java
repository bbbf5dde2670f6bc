package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The places of a {@link Pool}: who has one, and who waits. Threads: any. */
final class PoolPlaces implements Blocker {
  private final int size;

  /** The tasks that have not ended; guarded by this, as are all below. */
  private final Set<Task<?>> tasks = new LinkedHashSet<>();

  private final WaitQueue spawners = new WaitQueue();
  private final WaitQueue joiners = new WaitQueue();

  /** Places that somebody has been given and has not used yet. */
  private int reserved;

  private Throwable firstFailure;
  private boolean closed;

  /** Hears of the end of one task. */
  private final class Worker implements TaskWatchers.Watcher {
    private final Task<?> task;

    Worker(Task<?> task) {
      this.task = task;
    }

    @Override
    public void ended() {
      workerEnded(task);
    }
  }

  PoolPlaces(int size) {
    this.size = size;
  }

  int size() {
    return size;
  }

  /** Gets a place, or, when the time is up, does not. */
  @Suspendable
  boolean reserve(long nanos) throws InterruptedException {
    Waiter waiter = Waiter.of(this);
    if (tryReserve(waiter)) {
      return true;
    }
    boolean woken = false;
    try {
      woken = waiter.await(nanos);
    } finally {
      if (!woken) {
        leave(spawners, waiter);
      }
    }
    if (woken && isClosed()) {
      unreserve();
      throw closed();
    }
    return woken;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the pool is closed; it takes no tasks");
  }

  /** Gets a place, or puts {@code waiter}, if there is one, in the queue. */
  synchronized boolean tryReserve(Waiter waiter) {
    if (closed) {
      throw closed();
    }
    if (freeCount() > 0 && spawners.isEmpty()) {
      reserved++;
      return true;
    }
    if (waiter != null) {
      spawners.add(waiter);
    }
    return false;
  }

  private synchronized void leave(WaitQueue queue, Waiter waiter) {
    queue.remove(waiter);
  }

  /** Uses a place that was reserved. */
  <T> Task<T> start(TaskSpec spec, SuspendableCallable<T> body) {
    Task<T> task;
    try {
      task = spec.spawn(body);
    } catch (Throwable e) {
      unreserve();
      throw e;
    }
    boolean late;
    synchronized (this) {
      reserved--;
      tasks.add(task);
      late = closed;
    }
    if (!task.watch(new Worker(task))) {
      workerEnded(task);
    }
    if (late) {
      task.killAsync();
    }
    return task;
  }

  /** Gives a place back that was reserved. */
  synchronized void unreserve() {
    reserved--;
    passOn();
  }

  /** By the carrier of the task. */
  private synchronized void workerEnded(Task<?> task) {
    tasks.remove(task);
    if (firstFailure == null) {
      firstFailure = task.exception().orElse(null);
    }
    passOn();
    if (tasks.isEmpty() && reserved == 0) {
      joiners.wakeAll();
    }
  }

  /** Gives free places to those who wait. */
  private void passOn() {
    while (freeCount() > 0 && spawners.wakeFirst() != null) {
      reserved++;
    }
  }

  /** Whether the running task has a place. */
  synchronized boolean runsCaller() {
    Task<?> running = Task.currentOrNull();
    return running != null && tasks.contains(running);
  }

  /** How many more tasks can be spawned without waiting. */
  synchronized int freeCount() {
    return Math.max(0, size - tasks.size() - reserved);
  }

  /** Its tasks that have not ended, in the order in which they were spawned. */
  synchronized List<Task<?>> tasks() {
    return List.copyOf(tasks);
  }

  /** The first failure since the last call; null when there was none. */
  synchronized Throwable takeFailure() {
    Throwable taken = firstFailure;
    firstFailure = null;
    return taken;
  }

  // ---- the end -------------------------------------------------------------------------------

  /** Waits until all places are free; false when the time is up before. */
  @Suspendable
  boolean join(long nanos) throws InterruptedException {
    Waiter waiter = Waiter.of(new Emptiness());
    if (isEmptyOrEnter(waiter)) {
      return true;
    }
    boolean woken = false;
    try {
      woken = waiter.await(nanos);
    } finally {
      if (!woken) {
        leave(joiners, waiter);
      }
    }
    return woken;
  }

  private synchronized boolean isEmptyOrEnter(Waiter waiter) {
    if (tasks.isEmpty() && reserved == 0) {
      return true;
    }
    joiners.add(waiter);
    return false;
  }

  /** The same; an interrupt stays pending. */
  @Suspendable
  void awaitEmpty() {
    Waiter waiter = Waiter.of(new Emptiness());
    if (isEmptyOrEnter(waiter)) {
      return;
    }
    boolean woken = false;
    try {
      woken = waiter.awaitUninterruptibly(Waiter.FOREVER);
    } finally {
      if (!woken) {
        leave(joiners, waiter);
      }
    }
  }

  /** Those who wait for a place learn that there will be none. */
  synchronized void shut() {
    closed = true;
    while (spawners.wakeFirst() != null) {
      reserved++;
    }
  }

  // ---- as something to wait for --------------------------------------------------------------

  @Override
  public synchronized String toString() {
    return "a place in a pool of " + size + " with " + tasks.size() + " tasks";
  }

  /** What joiners wait for. */
  private final class Emptiness implements Blocker {
    @Override
    public List<?> holders() {
      return tasks();
    }

    @Override
    public String toString() {
      return "the end of " + tasks().size() + " tasks of a pool";
    }
  }
}
