package dev.weft.neighbours.targets;

import dev.weft.generator.Generator;

/** Suspends and resumes some million times. */
public final class Busy {
  private static final long ENOUGH_NANOS = 1_500_000_000L;

  private Busy() {}

  /** Runs for a while, however fast the machine is. */
  public static void main(String[] arguments) {
    long end = System.nanoTime() + ENOUGH_NANOS;
    long sum = 0;
    int rounds = 0;
    while (System.nanoTime() < end) {
      sum += round();
      rounds++;
    }
    if (sum != rounds * 49_995_000L) {
      throw new AssertionError(sum + " in " + rounds);
    }
  }

  private static long round() {
    Generator<Integer, Void, Void> numbers =
        Generator.of(
            yielder -> {
              for (int i = 0; i < 10_000; i++) {
                below(yielder, i);
              }
            });
    long sum = 0;
    for (int x : numbers.iterable()) {
      sum += x;
    }
    return sum;
  }

  private static void below(dev.weft.generator.Yielder<Integer, Void> yielder, int x) {
    int y = x;
    for (int i = 0; i < 20; i++) {
      y = Integer.rotateLeft(y, 3) ^ i;
    }
    yielder.yieldValue(y == Integer.MIN_VALUE ? x + 1 : x);
  }
}
