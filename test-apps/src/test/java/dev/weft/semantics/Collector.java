package dev.weft.semantics;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** The garbage collector, as something to wait for. */
final class Collector {
  private static final long TIMEOUT_MILLIS = 1_000;

  private Collector() {}

  /** Collects, and returns when the collector hands out the references that it cleared. */
  static void collect() throws InterruptedException {
    ReferenceQueue<Object> cleared = new ReferenceQueue<>();
    Reference<Object> garbage = new WeakReference<>(new Object(), cleared);
    try {
      System.gc();
      cleared.remove(TIMEOUT_MILLIS);
    } finally {
      Reference.reachabilityFence(garbage);
    }
  }
}
