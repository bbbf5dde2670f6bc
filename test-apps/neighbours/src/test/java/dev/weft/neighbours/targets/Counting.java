package dev.weft.neighbours.targets;

import dev.weft.generator.Generator;

/** A generator that yields below a call, and what is made of it; needs nothing but the runtime. */
public final class Counting {
  private Counting() {}

  /** Prints the sum. */
  public static void main(String[] arguments) {
    System.out.println(sum(4) + " " + Counting.class.getClassLoader().getClass().getSimpleName());
  }

  /** 1 + 2 + ... + n, through a generator. */
  public static int sum(int n) {
    Generator<Integer, Void, Void> numbers =
        Generator.of(
            yielder -> {
              for (int i = 1; i <= n; i++) {
                Below.yieldBelow(yielder, i);
              }
            });
    int sum = 0;
    for (int x : numbers.iterable()) {
      sum += x;
    }
    return sum;
  }

  /** A class of its own, so that its twin is promised before it is loaded. */
  static final class Below {
    private Below() {}

    static void yieldBelow(dev.weft.generator.Yielder<Integer, Void> yielder, int x) {
      yielder.yieldValue(x);
    }
  }
}
