package dev.weft.fuzz.run;

import dev.weft.Suspendable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.continuation.PinnedException;

/** What generated programs call to suspend, where the schedule of the run says so. */
public final class Probe {
  /** The scope of the continuations that programs run in. */
  public static final ContinuationScope SCOPE = new ContinuationScope("fuzz");

  private Probe() {}

  /** Whether the point that was reached is to suspend; for callers that do it themselves. */
  public static boolean strikes() {
    return Worker.served().strikes();
  }

  /** Whether another loop or call is allowed. */
  public static boolean fuel() {
    return Worker.served().burn();
  }

  @Suspendable
  private static void point() {
    if (strikes()) {
      try {
        Continuation.suspend(SCOPE);
      } catch (PinnedException e) {
        Worker.served().failed(e);
      }
    }
  }

  /** Suspends. */
  @Suspendable
  public static void park() {
    point();
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static boolean s(boolean x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static byte s(byte x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static char s(char x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static short s(short x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static int s(int x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static long s(long x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static float s(float x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static double s(double x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static Object s(Object x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static int[] s(int[] x) {
    point();
    return x;
  }

  /** Suspends, then returns {@code x}. */
  @Suspendable
  public static Throwable s(Throwable x) {
    point();
    return x;
  }

  /** Suspends, then throws one of several exceptions, or returns {@code kind}. */
  @Suspendable
  public static int raise(int kind) {
    point();
    switch (kind & 7) {
      case 0 -> throw new IllegalStateException("raised " + kind);
      case 1 -> throw new ArithmeticException("raised " + kind);
      case 2 -> throw new IndexOutOfBoundsException("raised " + kind);
      case 3 -> throw new Error("raised " + kind);
      default -> {
        return kind;
      }
    }
  }

  /** Suspends, then may throw one of several exceptions. */
  @Suspendable
  public static void check(int kind) {
    Log.add(raise(kind));
  }

  /** Suspends with what a handler caught, then throws if its type says so. */
  @Suspendable
  public static void again(Object x) {
    point();
    Log.add(x);
    if (x != null && x.getClass().getName().length() % 2 == 0) {
      throw new ArithmeticException("again");
    }
  }

  /** Suspends, then notes {@code x}. */
  @Suspendable
  public static void sink(int x) {
    point();
    Log.add(x);
  }

  /** Suspends, then notes {@code x}. */
  @Suspendable
  public static void sink(long x) {
    point();
    Log.add(x);
  }

  /** Suspends, then notes {@code x}. */
  @Suspendable
  public static void sink(float x) {
    point();
    Log.add(x);
  }

  /** Suspends, then notes {@code x}. */
  @Suspendable
  public static void sink(double x) {
    point();
    Log.add(x);
  }

  /** Suspends, then notes {@code x}. */
  @Suspendable
  public static void sink(Object x) {
    point();
    Log.add(x);
  }
}
