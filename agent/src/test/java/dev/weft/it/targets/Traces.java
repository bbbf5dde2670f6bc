package dev.weft.it.targets;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;
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

  /** Thrown by a generator whose delegator yields for it from inside a continuation. */
  public static void throwThroughRelay() {
    Generator<String, Void, Void> child = Generator.of(Traces::yieldAndThrow);
    Generator<String, Void, Void> delegator = Generator.of(yielder -> relay(yielder, child));
    delegator.next();
    delegator.next();
  }

  private static void relay(Yielder<String, Void> yielder, Generator<String, Void, Void> child) {
    new Continuation(INNER, () -> delegate(yielder, child)).run();
  }

  private static void delegate(Yielder<String, Void> yielder, Generator<String, Void, Void> child) {
    yielder.yieldFrom(child);
  }

  private static void yieldAndThrow(Yielder<String, Void> yielder) {
    yielder.yieldValue("first");
    throw new IllegalArgumentException("thrown inside");
  }
}
