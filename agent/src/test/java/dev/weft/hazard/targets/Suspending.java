package dev.weft.hazard.targets;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;

/** What programs call to suspend. Unless enabled, every method just returns, or throws, at once. */
public final class Suspending {
  public static final ContinuationScope SCOPE = new ContinuationScope("hazards");

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
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static long sl(long x) {
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static float sf(float x) {
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static double sd(double x) {
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static boolean b(boolean x) {
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static String so(String x) {
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
    return x;
  }

  /** Suspends, then returns {@code x}. */
  public static <T> T any(T x) {
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
    return x;
  }

  /** Suspends, then throws an {@link IllegalStateException} with this message. */
  public static int t(String message) {
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
    throw new IllegalStateException(message);
  }

  /** Suspends, then throws {@code exception}. */
  public static <E extends Exception> void raise(E exception) throws E {
    if (enabled) {
      Continuation.suspend(SCOPE);
    }
    throw exception;
  }
}
