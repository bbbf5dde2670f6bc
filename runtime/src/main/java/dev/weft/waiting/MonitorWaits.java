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

  private static final String NOT_OWNER = "current thread is not owner";

  /**
   * The JVM tells those who wait with the monitor of a {@link Thread} of its end, and nobody else;
   * so these look again after a while, as after any spurious wake-up.
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
    Object me = Strand.currentOrThread();
    int entries = TaskMonitors.entries(monitor, me);
    if (entries == 0) {
      awaitItself(monitor, millis);
      return;
    }
    Waiter waiter = new Waiter(me, new Notification(monitor));
    add(waiter, monitor);
    TaskMonitors.leave(monitor, entries);
    try {
      boolean notified = waiter.await(nanos(monitor, millis));
      assert notified || millis > 0 || monitor instanceof Thread;
    } finally {
      TaskMonitors.enterAgain(monitor, me, entries);
      forgetIfEmpty(monitor);
    }
  }

  private static long nanos(Object monitor, long millis) {
    long nanos = millis == 0 ? Waiter.FOREVER : TimeUnit.MILLISECONDS.toNanos(millis);
    return monitor instanceof Thread ? Math.min(nanos, LOOK_NANOS) : nanos;
  }

  @SuppressWarnings({"WaitNotInLoop", "NakedNotify"}) // the caller's
  private static void awaitItself(Object monitor, long millis) throws InterruptedException {
    if (!Thread.holdsLock(monitor)) {
      throw new IllegalMonitorStateException(NOT_OWNER);
    }
    monitor.wait(millis);
    Hold.check();
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
      throw new IllegalMonitorStateException(NOT_OWNER);
    }
  }
}
