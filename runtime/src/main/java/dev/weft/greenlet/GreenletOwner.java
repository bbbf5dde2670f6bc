package dev.weft.greenlet;

/**
 * What the greenlets of one thread have in common. It knows its main greenlet and no other, so that
 * forgotten ones can be collected.
 *
 * <p>Threads: fields that change are used by {@link #thread} only.
 */
final class GreenletOwner {
  private static final ThreadLocal<GreenletOwner> CURRENT =
      ThreadLocal.withInitial(GreenletOwner::new);

  /** The thread these greenlets run on. */
  final Thread thread = Thread.currentThread();

  /** The greenlet that is the plain code of the thread. */
  final Greenlet main = new Greenlet(this);

  /** Where the switch in progress goes; otherwise stale, and then the main greenlet. */
  Greenlet next;

  /** The exception that the switch in progress raises there; null when it passes a value. */
  Throwable error;

  /** The open scope that greenlets made by this thread belong to; null when there is none. */
  GreenletScope scope;

  private GreenletTracer tracer;
  private AbandonedGreenlets abandoned;
  private boolean watched;

  /** The greenlets of the current thread. */
  static GreenletOwner ofCurrentThread() {
    return CURRENT.get();
  }

  /** Whether a switch must look at {@link #tracer} or {@link #abandoned}. */
  boolean isWatched() {
    return watched;
  }

  /** Sees all switches; null when nobody does. */
  GreenletTracer tracer() {
    return tracer;
  }

  void setTracer(GreenletTracer newTracer) {
    tracer = newTracer;
    watched = tracer != null || abandoned != null;
  }

  /** The greenlets with a handle; null as long as none was made. */
  AbandonedGreenlets abandoned() {
    return abandoned;
  }

  /** The greenlets with a handle. */
  AbandonedGreenlets watchHandles() {
    if (abandoned == null) {
      abandoned = new AbandonedGreenlets();
      watched = true;
    }
    return abandoned;
  }

  /** Makes the switch in progress one that passes a value. */
  void clearError() {
    if (error != null) { // a store has a price even when it changes nothing: a barrier of the GC
      error = null;
    }
  }

  /** Whether the thread has ended, so that nothing can run here any more. */
  boolean hasExited() {
    return !thread.isAlive();
  }

  /**
   * Checks that the current thread is the right one.
   *
   * @param greenlet what somebody wants to use
   * @param problem what cannot be done on another thread
   */
  void checkThread(Greenlet greenlet, String problem) {
    if (thread != Thread.currentThread()) {
      throw new IllegalStateException(
          greenlet
              + ": "
              + problem
              + (hasExited() ? " (which happens to have exited)" : "")
              + ". Current: "
              + describe(Thread.currentThread())
              + ", expected: "
              + describe(thread)
              + "; a greenlet stays on the thread it was made for, hand values over by a queue");
    }
  }

  /** Checks that {@code parent} is of this thread, and no descendant of {@code child}. */
  void checkParent(Greenlet child, Greenlet parent) {
    if (parent.owner != this) {
      throw new IllegalArgumentException(
          "parent cannot be on a different thread: "
              + parent
              + " is on "
              + describe(parent.owner.thread)
              + ", "
              + child
              + " on "
              + describe(thread));
    }
    for (Greenlet g = parent; g != null; g = g.parentOrNull()) {
      if (g == child) {
        throw new IllegalArgumentException(
            "cyclic parent chain: " + child + " is an ancestor of " + parent);
      }
    }
  }

  @SuppressWarnings("deprecation") // threadId() came with 19
  private static String describe(Thread thread) {
    return "thread \"" + thread.getName() + "\" #" + thread.getId();
  }
}
