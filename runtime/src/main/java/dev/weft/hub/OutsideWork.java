package dev.weft.hub;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what goes on outside of a hub and will wake one of its tasks. Threads: any. */
final class OutsideWork {
  private final AtomicInteger pending = new AtomicInteger();

  /**
   * Counts one until closed.
   *
   * @param ended called then
   */
  AutoCloseable begin(Runnable ended) {
    pending.incrementAndGet();
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.compareAndSet(true, false)) {
        pending.decrementAndGet();
        ended.run();
      }
    };
  }

  boolean isPending() {
    return pending.get() > 0;
  }
}
