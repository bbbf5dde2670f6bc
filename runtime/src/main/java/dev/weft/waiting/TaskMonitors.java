package dev.weft.waiting;

import dev.weft.Suspendable;
import dev.weft.abi.Hold;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Monitors that are held by tasks instead of threads: a task keeps one while it is suspended,
 * although no thread owns it. Those of the JDK's streams, in the middle of {@code readLine}, and
 * those of classes that {@code monitors=} names.
 *
 * <p>Of streams, tasks enter and leave in woven copies of the JDK's code, and note the owner here;
 * threads enter and leave in the original code, where the agent has put a call of {@link #entered}
 * behind each entry. Either looks while it has the monitor of the object itself, so they exclude
 * each other exactly. The classes of {@code monitors=} enter and leave here whoever runs them,
 * tasks or threads, and wait by {@link MonitorWaits}. Anybody else's {@code synchronized} block for
 * such an object excludes those who are about to enter, but not one that is suspended inside.
 *
 * <p>The monitor of the object blocks a carrier as any does, and the hub takes its baton meanwhile:
 * it knows {@code tryEnter}, {@code tryExit}, {@code tryNotify}, {@code awaitTasks} and {@code
 * awaitItself} by their names, which therefore touch nothing of a hub's.
 *
 * <p>Threads: any.
 */
public final class TaskMonitors {
  static final String NOT_OWNER = "current thread is not owner";

  private static final ConcurrentHashMap<Identity, Held> HELD = new ConcurrentHashMap<>();

  private TaskMonitors() {}

  /** An object, compared by identity. */
  record Identity(Object object) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Identity same && same.object == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  /** That somebody holds a monitor. Guarded by the monitor itself. */
  private static final class Held implements Blocker {
    final Object monitor;
    final Object owner;
    int entries = 1;
    boolean hasThreads;
    WaitQueue tasks;

    Held(Object monitor, Object owner) {
      this.monitor = monitor;
      this.owner = owner;
    }

    WaitQueue tasks() {
      if (tasks == null) {
        tasks = new WaitQueue();
      }
      return tasks;
    }

    @Override
    public List<?> holders() {
      return List.of(owner);
    }

    @Override
    public String toString() {
      String type = monitor.getClass().getSimpleName();
      return "the monitor of "
          + type
          + " @"
          + Integer.toHexString(System.identityHashCode(monitor));
    }
  }

  /**
   * Enters for the calling task, or thread; waits while another one holds it.
   *
   * @throws NullPointerException if {@code monitor} is null, as the instruction does
   */
  @Suspendable
  public static void enter(Object monitor) {
    Object me = Strand.currentOrThread();
    Waiter waiter = tryEnter(monitor, me);
    Hold.check();
    while (waiter != null) {
      boolean woken = waiter.awaitUninterruptibly(Waiter.FOREVER);
      assert woken;
      waiter = tryEnter(monitor, me);
      Hold.check();
    }
  }

  /**
   * Null when it has entered. Whoever holds the monitor itself, by code that knows nothing of this,
   * waits with it: nobody could leave otherwise.
   */
  private static Waiter tryEnter(Object monitor, Object me) {
    Identity key = new Identity(monitor);
    boolean hasItself = Thread.holdsLock(monitor);
    synchronized (monitor) {
      if (hasItself) {
        awaitTasks(monitor);
      }
      Held held = HELD.get(key);
      if (held == null) {
        HELD.put(key, new Held(monitor, me));
        return null;
      }
      if (held.owner == me) {
        held.entries++;
        return null;
      }
      Waiter waiter = new Waiter(me, held);
      WaitQueue tasks = held.tasks();
      synchronized (tasks) {
        tasks.add(waiter);
      }
      return waiter;
    }
  }

  /**
   * Leaves what {@link #enter} has entered. On another thread, too: a generator that no task runs
   * may have been moved in between.
   *
   * @throws IllegalMonitorStateException if the caller does not hold it
   */
  public static void exit(Object monitor) {
    leave(monitor, Strand.currentOrThread(), 1);
  }

  /** How many times {@code me}, which is the caller, has entered and not left. */
  static int entries(Object monitor, Object me) {
    Held held = HELD.get(new Identity(monitor));
    return held != null && held.owner == me ? held.entries : 0;
  }

  /** Leaves so many times. */
  static void leave(Object monitor, Object me, int entries) {
    WaitQueue waiting = tryExit(monitor, me, entries);
    Hold.check();
    if (waiting != null) {
      synchronized (waiting) {
        waiting.wakeAll(); // each tries again
      }
    }
  }

  /** Enters so many times; nothing ends the wait for that, neither an interrupt nor a kill. */
  @Suspendable
  static void enterAgain(Object monitor, Object me, int entries) {
    Waiter waiter = tryEnter(monitor, me);
    Hold.check();
    while (waiter != null) {
      waiter.awaitMasked();
      waiter = tryEnter(monitor, me);
      Hold.check();
    }
    HELD.get(new Identity(monitor)).entries = entries; // which its owner alone changes
  }

  /** The tasks that wait for what is free now; null when there are none, or it is not free. */
  private static WaitQueue tryExit(Object monitor, Object me, int entries) {
    Identity key = new Identity(monitor);
    synchronized (monitor) {
      Held held = HELD.get(key);
      if (held == null
          || (held.owner != me && !(held.owner instanceof Thread && me instanceof Thread))) {
        throw new IllegalMonitorStateException(NOT_OWNER);
      }
      held.entries -= entries;
      if (held.entries > 0) {
        return null;
      }
      HELD.remove(key);
      if (held.hasThreads) {
        monitor.notifyAll();
      }
      return held.tasks; // nobody finds it any more
    }
  }

  /** Tells threads that wait with the monitor itself. */
  static void tryNotify(Object monitor, boolean all) {
    synchronized (monitor) {
      if (all) {
        monitor.notifyAll();
      } else {
        monitor.notify();
      }
    }
  }

  /** Waits with the monitor itself, which the caller holds. */
  @SuppressWarnings("WaitNotInLoop") // the caller's
  static void awaitItself(Object monitor, long millis) throws InterruptedException {
    monitor.wait(millis);
  }

  /** The calling thread has entered the monitor itself: waits until no task holds it. */
  public static void entered(Object monitor) {
    if (!HELD.isEmpty()) {
      awaitTasks(monitor);
    }
  }

  private static void awaitTasks(Object monitor) {
    Identity key = new Identity(monitor);
    Object me = Strand.currentOrThread();
    boolean interrupted = false;
    for (Held held = HELD.get(key); held != null && held.owner != me; held = HELD.get(key)) {
      held.hasThreads = true;
      try {
        monitor.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
