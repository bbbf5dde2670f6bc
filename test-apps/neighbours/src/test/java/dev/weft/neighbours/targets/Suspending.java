package dev.weft.neighbours.targets;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;

/** What programs call to suspend. Unless enabled, every method just returns, or throws, at once. */
public final class Suspending {
  /** The scope that is left. */
  public static final ContinuationScope SCOPE = new ContinuationScope("neighbours");

  private static volatile boolean enabled;

  private Suspending() {}

  /** Whether the methods below suspend from now on, on all threads. */
  public static void enable(boolean on) {
    enabled = on;
  }

  /** Suspends and returns nothing. */
  public static void park() {
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
  }

  /** Suspends, then returns {@code x}. */
  public static int s(int x) {
    park();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static long sl(long x) {
    park();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static double sd(double x) {
    park();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static boolean b(boolean x) {
    park();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static String so(String x) {
    park();
    return x;
  }

  /** Suspends, then throws an {@link IllegalStateException} with this message. */
  public static int t(String message) {
    park();
    throw new IllegalStateException(message);
  }
}
