package dev.weft.hub;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks whether the carriers of hubs block in calls that Weft does not know, and if so lets spare
 * ones run the other tasks. One thread for all hubs of the JVM, which ends with the last of them;
 * it looks every millisecond, and less often while no hub has anything to do.
 *
 * <p>A carrier stands still when its hub has made no step since the last look. It blocks when its
 * thread waits, or when its thread seems to run, and has used no time of the processor: that is how
 * native methods look that read from a socket or a file.
 */
final class CarrierWatch implements AutoCloseable {
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(16);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long a thread that seems to run must have used no time of the processor. */
  private static final long NO_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /** The same, for one that may wait for the initialisation of a class by another thread. */
  private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int MOST_SKIPPED = 64;

  private static final Set<CarrierWatch> WATCHED = ConcurrentHashMap.newKeySet();
  private static final Object LOCK = new Object();
  private static Thread watcher;

  private final Baton baton;
  private final HubLoop loop;

  /** Null where tasks are no threads of the program. */
  private final Preemption preemption;

  /** When the hub made a step last, as far as was seen. */
  private long steppedAt;

  /** What the holder had used of the processor when it was first seen in the same step. */
  private long usedAtStep;

  private long lastSteps = -1;
  private Carrier lastHolder;
  private int unchanged;

  /** From when on the holder has used no time, if it seems to run; and what it had used then. */
  private long usedSince;

  private long used;

  /** What it had used when it was last looked at closely, and since when; -1 when it was not. */
  private long usedAtLast = -1;

  private long lastSince;

  /** How many looks to leave out: the last ones were in vain. */
  private int skip;

  private int nextSkip;

  private CarrierWatch(HubLoop loop, Baton baton) {
    this.loop = loop;
    this.baton = baton;
    this.preemption = loop.runsThreads() ? new Preemption(baton) : null;
  }

  /** From now on, until closed, looks at the carriers of this hub. */
  static AutoCloseable start(HubLoop loop, Baton baton) {
    CarrierWatch watch = new CarrierWatch(loop, baton);
    synchronized (LOCK) {
      WATCHED.add(watch);
      if (watcher == null) {
        watcher = new Thread(CarrierWatch::run, "weft-watch");
        watcher.setDaemon(true);
        watcher.setContextClassLoader(null); // which may be that of an application to be unloaded
        watcher.start();
      }
    }
    return watch;
  }

  @Override
  public void close() {
    WATCHED.remove(this);
  }

  // ---- the thread ----------------------------------------------------------------------------

  private static void run() {
    long pause = SHORTEST_NANOS;
    long busy = System.nanoTime();
    do {
      LockSupport.parkNanos(LOCK, pause);
      long now = System.nanoTime();
      boolean active = false;
      for (CarrierWatch watch : WATCHED) {
        active |= watch.isActive();
        watch.look(now);
        busy = now;
      }
      pause = active ? SHORTEST_NANOS : Math.min(2 * pause, LONGEST_NANOS);
    } while (!isToEnd(busy));
  }

  private static boolean isToEnd(long busy) {
    synchronized (LOCK) {
      boolean end = WATCHED.isEmpty() && System.nanoTime() - busy > LINGER_NANOS;
      if (end) {
        watcher = null;
      }
      return end;
    }
  }

  // ---- one hub -------------------------------------------------------------------------------

  private boolean isActive() {
    return !loop.isIdle() || loop.count(Counters.Count.STEPS) != lastSteps;
  }

  private void look(long now) {
    Carrier holder = baton.holder();
    long steps = loop.count(Counters.Count.STEPS);
    if (steps != lastSteps || holder != lastHolder || holder == null || loop.isIdle()) {
      lastSteps = steps;
      lastHolder = holder;
      unchanged = 0;
      skip = 0;
      nextSkip = 1;
      used = -1;
      usedAtLast = -1;
      steppedAt = now;
      usedAtStep = -1;
      if (preemption != null) {
        preemption.takeBack();
      }
      return;
    }
    unchanged++;
    if (preemption != null && loop.taskCount() > 1) {
      preemption.look(holder, ran(holder.thread(), now));
    }
    if (skip > 0) {
      skip--;
      return;
    }
    boolean still = stands(holder.thread(), now);
    if (still && preemption != null) {
      preemption.takeBack(); // it blocks: it comes to no check, and cannot be asked for both
    }
    if (still && !take(holder, now)) {
      skip = nextSkip;
      nextSkip = Math.min(2 * nextSkip, MOST_SKIPPED);
    }
  }

  /** How long the current step has run: in time of the processor, if that is known. */
  private long ran(Thread thread, long now) {
    long usedNow = Times.of(thread);
    if (usedNow < 0) {
      return now - steppedAt;
    }
    if (usedAtStep < 0) {
      usedAtStep = usedNow;
    }
    return usedNow - usedAtStep;
  }

  /** Whether the thread waits, or has used no time for long enough. */
  private boolean stands(Thread thread, long now) {
    boolean usedNoTime = hasUsedNoTime(thread, now);
    return switch (thread.getState()) {
      case BLOCKED, WAITING, TIMED_WAITING -> true;
      case RUNNABLE -> usedNoTime;
      case NEW, TERMINATED -> false;
    };
  }

  private boolean hasUsedNoTime(Thread thread, long now) {
    long usedNow = Times.of(thread);
    if (usedNow < 0) {
      return unchanged > 2; // nobody knows: its stack has to tell
    }
    if (used < 0 || usedNow - used > (now - usedSince) / 16) {
      used = usedNow;
      usedSince = now;
      return false;
    }
    return now - usedSince >= NO_TIME_NANOS;
  }

  private boolean take(Carrier holder, long now) {
    return baton.take(holder, isStuck(holder, now) && baton.isAnyOut(), false);
  }

  /** Whether the thread has used no time at all for long; a little is missed by {@link #used}. */
  private boolean isStuck(Carrier holder, long now) {
    long usedNow = used < 0 ? -1 : Times.of(holder.thread());
    if (usedNow < 0 || usedNow != usedAtLast) {
      usedAtLast = usedNow;
      lastSince = now;
      return false;
    }
    return now - lastSince >= STUCK_NANOS;
  }

  /** What threads have used of the processor. Loaded when first needed. */
  private static final class Times {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean KNOWN = isKnown();

    private static boolean isKnown() {
      try {
        return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
      } catch (UnsupportedOperationException e) {
        return false;
      }
    }

    /** In nanoseconds; negative when it is not known. */
    @SuppressWarnings("deprecation") // its successor is younger than JDK 17
    static long of(Thread thread) {
      return KNOWN ? THREADS.getThreadCpuTime(thread.getId()) : -1;
    }
  }
}
