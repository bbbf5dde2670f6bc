package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.greenlet.Greenlet;

/**
 * S49: a hundred million additions and as many multiplications, with a switch behind each one:
 * 200,000,000 switches, which took 71 s with Python's greenlets. The two results are compared with
 * those of plain loops. (To measure with care there is {@code test-apps/bench}.)
 */
public final class S49SwitchBenchmark {
  private final int count = Pace.scaled(100_000_000);
  private final Greenlet adding = new Greenlet(this::add);
  private final Greenlet multiplying = new Greenlet(this::multiply);
  private long sum = 1;
  private long product = 1;

  private S49SwitchBenchmark() {}

  public static void main(String[] args) {
    new S49SwitchBenchmark().run();
  }

  private void run() {
    long start = System.nanoTime();
    adding.switchTo();
    double nanos = System.nanoTime() - start;

    long serialSum = 1;
    long serialProduct = 1;
    for (int i = 0; i < count; i++) {
      serialSum += i;
      serialProduct *= i | 1;
    }
    System.out.println("same results: " + (sum == serialSum && product == serialProduct));
    System.out.println(Math.round(nanos / count / 2) + " ns per switch");
  }

  @Suspendable
  private void add() {
    long res = 1;
    for (int i = 0; i < count; i++) {
      res += i;
      multiplying.switchTo();
    }
    sum = res;
    multiplying.switchTo();
  }

  @Suspendable
  private void multiply() {
    long res = 1;
    for (int i = 0; i < count; i++) {
      res *= i | 1; // odd: the product of even numbers would soon be 0 in 64 bits
      adding.switchTo();
    }
    product = res;
  }
}
