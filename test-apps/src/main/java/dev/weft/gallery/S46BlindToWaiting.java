package dev.weft.gallery;

import dev.weft.generator.Generator;

/**
 * S46: a generator knows nothing of waiting. While {@code func2} sleeps, {@code func1} does not get
 * the time: it runs when it is asked, and only then.
 */
public final class S46BlindToWaiting {
  private S46BlindToWaiting() {}

  public static void main(String[] args) throws InterruptedException {
    func2();
  }

  private static Generator<Void, Void, Void> func1() {
    return Generator.of(
        yielder -> {
          while (true) {
            System.out.println("func1");
            yielder.yieldValue(null);
          }
        });
  }

  private static void func2() throws InterruptedException {
    Generator<Void, Void, Void> func1 = func1();
    for (int i = 0; i < 2; i++) {
      func1.next();
      Pace.sleepSeconds(3);
      System.out.println("func2");
    }
  }
}
