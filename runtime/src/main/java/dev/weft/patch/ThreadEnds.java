package dev.weft.patch;

import java.util.IdentityHashMap;

/**
 * The ends of threads that tasks wait for. The JVM tells of the end of a thread only those who
 * block, so a helper thread joins each of them, for all that wait. Thread-safe.
 */
final class ThreadEnds {
  private static final IdentityHashMap<Thread, Occurrence> AWAITED = new IdentityHashMap<>();

  private ThreadEnds() {}

  /** The end of {@code thread}; null when no helper is free to watch it. */
  static Occurrence of(Thread thread) {
    synchronized (AWAITED) {
      Occurrence end = AWAITED.get(thread);
      if (end == null) {
        end = new Occurrence("the end of " + thread);
        if (Helpers.start(new Watch(thread, end)) == null) {
          return null;
        }
        AWAITED.put(thread, end);
      }
      return end;
    }
  }

  private record Watch(Thread thread, Occurrence end) implements Runnable {
    @Override
    public void run() {
      try {
        thread.join();
        synchronized (AWAITED) {
          AWAITED.remove(thread);
        }
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts this helper", e);
      } finally {
        end.happen();
      }
    }
  }
}
