package dev.weft.waiting;

import dev.weft.Suspendable;
import dev.weft.abi.Hold;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@link Object#wait}, {@link Object#notify} and {@link Object#notifyAll} for monitors that {@link
 * TaskMonitors} keeps: who waits has left the monitor, as often as it was entered, and has entered
 * it again when the wait ends. The longest waiting is notified first.
 *
 * <p>Whoever holds the monitor itself, because code that {@code monitors=} does not name has locked
 * it, waits with that; and is told, too.
 *
 * <p>Threads: any.
 */
public final class MonitorWaits {
  private static final ConcurrentHashMap<TaskMonitors.Identity, WaitQueue> WAITING =
      new ConcurrentHashMap<>();

  /**
   * The JVM tells those who wait with the monitor of a {@link Thread} of its end, and nobody else;
   * so who waits here with one that lives, and is not its own, looks again after a while, as after
   * any spurious wake-up.
   */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private MonitorWaits() {}

  /** What is waited for. */
  private record Notification(Object monitor) implements Blocker {
    @Override
    public List<?> holders() {
      return List.of();
    }

    @Override
    public String toString() {
      return "notify of "
          + monitor.getClass().getSimpleName()
          + " @"
          + Integer.toHexString(System.identityHashCode(monitor));
    }
  }

  /** As {@link Object#wait()}. */
  @Suspendable
  public static void await(Object monitor) throws InterruptedException {
    await(monitor, 0);
  }

  /** As {@link Object#wait(long, int)}. */
  @Suspendable
  public static void await(Object monitor, long millis, int nanos) throws InterruptedException {
    if (nanos < 0 || nanos > 999_999) {
      throw new IllegalArgumentException("nanosecond timeout value out of range");
    }
    await(monitor, nanos > 0 && millis >= 0 && millis < Long.MAX_VALUE ? millis + 1 : millis);
  }

  /** As {@link Object#wait(long)}. */
  @Suspendable
  public static void await(Object monitor, long millis) throws InterruptedException {
    if (millis < 0) {
      throw new IllegalArgumentException("timeout value is negative");
    }
    if (!holdsLock(monitor)) {
      throw new IllegalMonitorStateException(TaskMonitors.NOT_OWNER);
    }
    Object me = Strand.currentUninterrupted(); // before anything is left
    int entries = TaskMonitors.entries(monitor, me);
    boolean hasItself = Thread.holdsLock(monitor);
    Waiter waiter = new Waiter(me, new Notification(monitor));
    if (entries > 0) {
      if (!hasItself) {
        add(waiter, monitor);
      }
      TaskMonitors.leave(monitor, me, entries);
    }
    try {
      if (hasItself) {
        awaitItself(monitor, millis);
      } else {
        boolean notified = waiter.await(nanos(monitor, me, millis));
        assert notified || millis > 0 || monitor instanceof Thread;
      }
    } finally {
      if (entries > 0) {
        forgetIfEmpty(monitor);
        TaskMonitors.enterAgain(monitor, me, entries);
      }
    }
  }

  /**
   * Code that knows nothing of tasks has locked the object, too: others get in only by its wait.
   */
  private static void awaitItself(Object monitor, long millis) throws InterruptedException {
    try {
      TaskMonitors.awaitItself(monitor, millis);
    } finally {
      Hold.check();
    }
  }

  private static long nanos(Object monitor, Object me, long millis) {
    long nanos = millis == 0 ? Waiter.FOREVER : TimeUnit.MILLISECONDS.toNanos(millis);
    boolean isAnothersEnd =
        monitor instanceof Thread thread
            && thread.isAlive()
            && thread != (me instanceof Strand strand ? strand.thread() : me);
    return isAnothersEnd ? Math.min(nanos, LOOK_NANOS) : nanos;
  }

  private static void add(Waiter waiter, Object monitor) {
    WAITING.compute(
        new TaskMonitors.Identity(monitor),
        (key, known) -> {
          WaitQueue queue = known == null ? new WaitQueue() : known;
          synchronized (queue) {
            queue.add(waiter);
          }
          return queue;
        });
  }

  private static void forgetIfEmpty(Object monitor) {
    WAITING.computeIfPresent(
        new TaskMonitors.Identity(monitor),
        (key, queue) -> {
          synchronized (queue) {
            return queue.isEmpty() ? null : queue;
          }
        });
  }

  /** As {@link Object#notify()}. */
  public static void notify(Object monitor) {
    requireOwner(monitor);
    WaitQueue queue = WAITING.get(new TaskMonitors.Identity(monitor));
    if (queue != null) {
      synchronized (queue) {
        if (queue.wakeFirst() != null) {
          return;
        }
      }
    }
    TaskMonitors.tryNotify(monitor, false);
    Hold.check();
  }

  /** As {@link Object#notifyAll()}. */
  public static void notifyAll(Object monitor) {
    requireOwner(monitor);
    WaitQueue queue = WAITING.get(new TaskMonitors.Identity(monitor));
    if (queue != null) {
      synchronized (queue) {
        queue.wakeAll();
      }
    }
    TaskMonitors.tryNotify(monitor, true);
    Hold.check();
  }

  /** As {@link Thread#holdsLock}. */
  public static boolean holdsLock(Object monitor) {
    return TaskMonitors.entries(monitor, Strand.currentOrThread()) > 0 || Thread.holdsLock(monitor);
  }

  private static void requireOwner(Object monitor) {
    if (!holdsLock(monitor)) {
      throw new IllegalMonitorStateException(TaskMonitors.NOT_OWNER);
    }
  }
}
