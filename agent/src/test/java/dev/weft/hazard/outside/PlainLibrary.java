package dev.weft.hazard.outside;

import dev.weft.continuation.Continuation;
import java.util.Iterator;
import java.util.function.IntUnaryOperator;

/** Code that is not woven: neither marked nor included. */
public final class PlainLibrary {
  private PlainLibrary() {}

  /** Calls back. */
  public static int call(IntUnaryOperator callback, int x) {
    return callback.applyAsInt(x);
  }

  /** Asks an iterator that belongs to somebody else. */
  public static <T> T next(Iterator<T> values) {
    return values.next();
  }

  /** Runs a continuation that belongs to somebody else. */
  public static void run(Continuation continuation) {
    continuation.run();
  }
}
