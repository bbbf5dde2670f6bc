package dev.weft.it.targets;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.greenlet.Greenlet;
import dev.weft.it.outside.Unwoven;

/** Exceptions that pass through several coroutines. */
public final class Traces {
  private static final ContinuationScope OUTER = new ContinuationScope("outer");
  private static final ContinuationScope INNER = new ContinuationScope("inner");

  private Traces() {}

  /** Thrown by an inner coroutine that was suspended together with the one that runs it. */
  public static void throwAfterJointSuspension() {
    Continuation inner = new Continuation(INNER, Traces::suspendAndThrow);
    Continuation outer = new Continuation(OUTER, () -> runInner(inner));
    outer.run();
    outer.run();
  }

  private static void runInner(Continuation inner) {
    inner.run();
  }

  private static void suspendAndThrow() {
    Continuation.suspend(OUTER);
    throw new IllegalArgumentException("thrown inside");
  }

  /** Thrown by an inner coroutine that is run by a method without a suspend point. */
  public static void throwThroughPlainMethod() {
    new Greenlet(first -> callPlainly()).switchTo();
  }

  private static Object callPlainly() {
    Continuation inner = new Continuation(INNER, Traces::suspendAndThrowNothing);
    Unwoven.call(inner::run);
    return null;
  }

  private static void suspendAndThrowNothing() {
    throw new IllegalArgumentException("thrown inside");
  }
}
