package dev.weft.gallery;

import dev.weft.generator.Generator;

/** S13: a counter that counts when it is asked. {@code next()} and a for loop share it. */
public final class S13Counter {
  private S13Counter() {}

  public static void main(String[] args) {
    Generator<Integer, Void, Void> counter = createCounter(2);
    System.out.println(counter.next());
    for (int item : counter.iterable()) {
      System.out.println("--->:" + item);
      if (item > 5) {
        break; // the counter is endless; it simply is not asked again
      }
    }
  }

  private static Generator<Integer, Void, Void> createCounter(int start) {
    return Generator.of(
        yielder -> {
          System.out.println("create_counter");
          for (int n = start; ; n++) {
            yielder.yieldValue(n);
            System.out.println("increment n");
          }
        });
  }
}
