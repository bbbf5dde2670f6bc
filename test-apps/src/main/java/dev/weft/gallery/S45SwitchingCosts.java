package dev.weft.gallery;

import dev.weft.generator.Generator;

/** S45: switching makes pure computation slower, not faster; it pays where something waits. */
public final class S45SwitchingCosts {
  private S45SwitchingCosts() {}

  public static void main(String[] args) {
    int count = Pace.scaled(10_000_000);

    long start = System.nanoTime();
    long serialSum = 0;
    for (int i = 0; i < count; i++) {
      serialSum += i;
    }
    long serial = System.nanoTime() - start;

    start = System.nanoTime();
    Generator<Long, Integer, Void> adder = adder();
    long switchedSum = adder.next();
    for (int i = 0; i < count; i++) {
      switchedSum = adder.send(i);
    }
    long switched = System.nanoTime() - start;

    System.out.println("in a loop:       " + serial / 1_000_000 + " ms");
    System.out.println("by a generator:  " + switched / 1_000_000 + " ms");
    System.out.println("same sum: " + (serialSum == switchedSum));
    System.out.println("the loop is faster: " + (serial < switched));
  }

  private static Generator<Long, Integer, Void> adder() {
    return Generator.of(
        yielder -> {
          long sum = 0;
          while (true) {
            sum += yielder.yieldValue(sum);
          }
        });
  }
}
