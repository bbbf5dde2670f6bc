package dev.weft.greenlet;

import dev.weft.abi.FrameStack;
import dev.weft.waiting.Strand;

/**
 * What the greenlets of one thread, or of one task, have in common. It knows its main greenlet and
 * no other, so that forgotten ones can be collected.
 *
 * <p>Threads: fields that change are used by {@link #home} only.
 */
final class GreenletOwner {
  private static final ThreadLocal<GreenletOwner> CURRENT =
      ThreadLocal.withInitial(() -> new GreenletOwner(Thread.currentThread()));

  /** Where these greenlets run: a {@link Thread}, or a task. */
  private final Object home;

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

  private GreenletOwner(Object home) {
    this.home = home;
  }

  /** The greenlets of whoever runs the calling code: a task, or else the current thread. */
  static GreenletOwner current() {
    return current(FrameStack.ofCurrentThread());
  }

  /** The same, for the code that runs on {@code stack}. */
  static GreenletOwner current(FrameStack stack) {
    Strand strand = Strand.currentOrNull(stack);
    return strand == null ? CURRENT.get() : of(strand);
  }

  /** The greenlets of a task. */
  static GreenletOwner of(Strand strand) {
    if (strand.greenlets() instanceof GreenletOwner owner) {
      return owner;
    }
    GreenletOwner owner = new GreenletOwner(strand);
    strand.setGreenlets(owner);
    return owner;
  }

  /** Whether the calling code runs where these greenlets do. */
  boolean isHere() {
    return home == Strand.currentOrThread();
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

  /** Whether the thread or task has ended, so that nothing can run here any more. */
  boolean hasExited() {
    return home instanceof Thread thread ? !thread.isAlive() : ((Strand) home).isFinished();
  }

  /**
   * Checks that the current thread, or task, is the right one.
   *
   * @param greenlet what somebody wants to use
   * @param problem what cannot be done on another thread
   */
  void checkThread(Greenlet greenlet, String problem) {
    Object here = Strand.currentOrThread();
    if (home != here) {
      throw new IllegalStateException(
          greenlet
              + ": "
              + (home instanceof Thread ? problem : problem.replace("thread", "task"))
              + (hasExited() ? " (which happens to have exited)" : "")
              + ". Current: "
              + describe(here)
              + ", expected: "
              + describe(home)
              + "; a greenlet stays on the thread or task it was made for, hand values over by a"
              + " queue");
    }
  }

  /** Checks that {@code parent} is of this thread, and no descendant of {@code child}. */
  void checkParent(Greenlet child, Greenlet parent) {
    if (parent.owner != this) {
      throw new IllegalArgumentException(
          "parent cannot be on a different thread: "
              + parent
              + " is on "
              + describe(parent.owner.home)
              + ", "
              + child
              + " on "
              + describe(home));
    }
    for (Greenlet g = parent; g != null; g = g.parentOrNull()) {
      if (g == child) {
        throw new IllegalArgumentException(
            "cyclic parent chain: " + child + " is an ancestor of " + parent);
      }
    }
  }

  @SuppressWarnings("deprecation") // threadId() came with 19
  private static String describe(Object home) {
    return home instanceof Thread thread
        ? "thread \"" + thread.getName() + "\" #" + thread.getId()
        : home.toString();
  }
}
