package dev.weft.abi;

import java.util.concurrent.atomic.LongAdder;

/**
 * Forces suspensions, for tests: with the agent's {@code chaos=SEED:RATE} option woven code calls
 * one of these methods behind each suspend point, and with that probability the coroutine suspends
 * there and is resumed at once by the nearest trampoline.
 */
public final class Chaos {
  private static final LongAdder FORCED = new LongAdder();

  /** A forced suspension happens when 32 random bits are below this. */
  private static volatile long threshold;

  private static volatile long seed;

  private Chaos() {}

  /**
   * Sets what happens from now on, on all threads.
   *
   * @param newSeed each carrier draws from a sequence of its own that starts from this
   * @param rate probability of a forced suspension at each suspend point, 0 to 1
   */
  public static void configure(long newSeed, double rate) {
    seed = newSeed;
    threshold = (long) (rate * (1L << 32));
  }

  /** How many suspensions were forced in this JVM. */
  public static long forced() {
    return FORCED.sum();
  }

  /** Behind a call that returns nothing. */
  public static void afterVoid(FrameStack stack) {
    if (strikes(stack)) {
      force(stack);
    }
  }

  /** Behind a call that returns an int or a smaller type. */
  public static void afterInt(int result, FrameStack stack) {
    if (strikes(stack)) {
      FrameStack.returnInt(result, stack);
      force(stack);
    }
  }

  /** Behind a call that returns a long. */
  public static void afterLong(long result, FrameStack stack) {
    if (strikes(stack)) {
      FrameStack.returnLong(result, stack);
      force(stack);
    }
  }

  /** Behind a call that returns a float. */
  public static void afterFloat(float result, FrameStack stack) {
    if (strikes(stack)) {
      FrameStack.returnFloat(result, stack);
      force(stack);
    }
  }

  /** Behind a call that returns a double. */
  public static void afterDouble(double result, FrameStack stack) {
    if (strikes(stack)) {
      FrameStack.returnDouble(result, stack);
      force(stack);
    }
  }

  /** Behind a call that returns a reference. */
  public static void afterReference(Object result, FrameStack stack) {
    if (strikes(stack)) {
      FrameStack.returnReference(result, stack);
      force(stack);
    }
  }

  private static boolean strikes(FrameStack stack) {
    if (stack.isUnwinding() || threshold == 0) {
      return false;
    }
    if (stack.chaosSeed != seed || stack.chaosState == 0) {
      stack.chaosSeed = seed;
      stack.chaosState = ((seed ^ 0x9E3779B97F4A7C15L) << 1) | 1; // seeds 2 and 3 differ, too
    }
    long x = stack.chaosState; // xorshift64* (Vigna 2016)
    x ^= x >>> 12;
    x ^= x << 25;
    x ^= x >>> 27;
    stack.chaosState = x;
    return ((x * 0x2545F4914F6CDD1DL) >>> 32) < threshold;
  }

  private static void force(FrameStack stack) {
    FORCED.increment();
    stack.unwindAndResume();
  }
}
