package dev.weft.hazard.outside;

import dev.weft.continuation.Continuation;
import java.util.function.IntUnaryOperator;

/** Code that is not woven: neither marked nor included. */
public final class PlainLibrary {
  private PlainLibrary() {}

  /** Calls back. */
  public static int call(IntUnaryOperator callback, int x) {
    return callback.applyAsInt(x);
  }

  /** Runs a continuation that belongs to somebody else. */
  public static void run(Continuation continuation) {
    continuation.run();
  }
}
