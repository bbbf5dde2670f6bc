package dev.weft.hub;

import dev.weft.continuation.CarrierTrace;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that watches a hub from outside: whether it still switches, and whether tasks of it wait
 * for each other in a circle. It reads counters; the hub itself does nothing for it.
 */
final class HubMonitor implements AutoCloseable {
  /** A hub must have been seen so often without a switch: one pause of the JVM is no blockage. */
  private static final int SAMPLES = 4;

  private final Hub hub;
  private final HubOptions options;
  private final long sampleNanos;
  private final Set<String> reported = new HashSet<>();
  private final Set<Set<Task<?>>> circles = new HashSet<>();
  private final Thread thread;
  private volatile boolean closed;

  private long lastSteps = -1;
  private Thread lastCarrier;
  private long unchangedSince;
  private int unchanged;
  private long lastSearch = System.nanoTime();

  private HubMonitor(Hub hub, HubOptions options) {
    this.hub = hub;
    this.options = options;
    long shortest = Math.min(options.monitorNanos(), options.deadlockSearchNanos());
    sampleNanos = Math.max(100_000, shortest / SAMPLES);
    thread = new Thread(this::watch, "weft-monitor " + hub.name());
    thread.setDaemon(true);
  }

  /** Starts to watch {@code hub}, if its options ask for it; the result ends it. */
  static AutoCloseable start(Hub hub, HubOptions options) {
    if (options.monitorNanos() == Long.MAX_VALUE
        && options.deadlockSearchNanos() == Long.MAX_VALUE) {
      return () -> {};
    }
    HubMonitor monitor = new HubMonitor(hub, options);
    monitor.thread.start();
    return monitor;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(this, sampleNanos);
      long now = System.nanoTime();
      look(now);
      if (now - lastSearch >= options.deadlockSearchNanos()) {
        lastSearch = now;
        search();
      }
    }
  }

  private void look(long now) {
    long steps = hub.steps();
    Thread carrier = hub.loop().baton().thread();
    if (steps != lastSteps || carrier != lastCarrier || hub.loop().isIdle()) {
      lastSteps = steps;
      lastCarrier = carrier;
      unchangedSince = now;
      unchanged = 0;
      return;
    }
    unchanged++;
    if (unchanged < SAMPLES || now - unchangedSince < options.monitorNanos() || carrier == null) {
      return;
    }
    List<StackTraceElement> stack = CarrierTrace.of(carrier);
    BlockedHub blocked =
        new BlockedHub(
            hub,
            hub.loop().baton().running(),
            Duration.ofNanos(now - unchangedSince),
            List.copyOf(stack));
    if (hub.steps() == steps && !hub.loop().isIdle() && reported.add(blocked.culprit())) {
      options.blocked(blocked);
    }
  }

  private void search() {
    for (List<Task<?>> circle : hub.findDeadlocks()) {
      if (circles.add(Set.copyOf(circle))) {
        options.deadlocked(hub, circle);
      }
    }
  }
}
