package dev.weft.abi;

import java.lang.ref.WeakReference;

/**
 * The exceptions whose stack traces were completed by the nearest trampoline of a thread, so that
 * none is completed twice. Weak: code that caught one may run for long.
 */
public final class SplicedTraces {
  private static final WeakReference<Throwable> NONE = new WeakReference<>(null);

  /** The one that was completed last. */
  private WeakReference<Throwable> spliced = NONE;

  /** One that cannot be completed, since the heap is exhausted. */
  private Throwable unspliced;

  /** The one that was completed when a method returned it, and the coroutine it was in. */
  private WeakReference<Throwable> returned = NONE;

  private WeakReference<Object> returnedIn = new WeakReference<>(null);

  SplicedTraces() {}

  /** Whether the trace of {@code exception} has not been completed yet, as it will be now. */
  public boolean take(Throwable exception, FrameStack stack) {
    if (exception == unspliced || spliced.refersTo(exception)) {
      return false;
    }
    mark(exception);
    return !isReturned(exception, stack);
  }

  /** The trace of {@code exception} is complete as far as the nearest trampoline is concerned. */
  public void mark(Throwable exception) {
    spliced = new WeakReference<>(exception);
  }

  /** The trace of {@code exception}, which is a result, was completed by the nearest trampoline. */
  public void markReturned(Throwable exception, FrameStack stack) {
    returned = new WeakReference<>(exception);
    returnedIn = new WeakReference<>(stack.current());
  }

  boolean isReturned(Throwable exception, FrameStack stack) {
    return returned.refersTo(exception) && returnedIn.refersTo(stack.current());
  }

  /**
   * There is no memory to complete the trace of {@code exception}: it is not tried again for each
   * frame that it passes, because each try makes the JVM collect the whole heap.
   */
  public void giveUp(Throwable exception) {
    unspliced = exception;
  }

  /** From now on another trampoline is the nearest, with callers of its own to add. */
  public void forget() {
    unspliced = null;
    spliced = NONE;
  }
}
