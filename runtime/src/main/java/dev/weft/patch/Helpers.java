package dev.weft.patch;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that block so that a task need not, where the JDK tells of an event in no other way. They
 * run nothing but the JDK's own waiting, are daemons, and end when they have had nothing to do for
 * a while. Thread-safe.
 */
final class Helpers {
  /** As many wait at the same time; whoever comes then blocks its carrier. */
  static final int MOST = 256;

  private static final long IDLE_SECONDS = 5;
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Made when the first one is needed. */
  private static final class Pool {
    static final ThreadPoolExecutor THREADS =
        new ThreadPoolExecutor(
            0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Helpers::daemon);
  }

  private Helpers() {}

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(null, work, "weft-helper-" + COUNT.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * Lets a helper run {@code waiting}.
   *
   * @return cancelling it interrupts the helper; null when none is free
   */
  static Future<?> start(Runnable waiting) {
    try {
      return Pool.THREADS.submit(waiting);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }
}
