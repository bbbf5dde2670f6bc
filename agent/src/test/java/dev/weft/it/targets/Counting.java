package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;
import java.util.ArrayList;
import java.util.List;

/** Prints {@code [1, 2, 3]} if a generator can yield from a method that its body calls. */
public final class Counting {
  private Counting() {}

  public static void main(String[] arguments) {
    List<Integer> seen = new ArrayList<>();
    for (int value : Generator.<Integer, Object>of(Counting::count).iterable()) {
      seen.add(value);
    }
    System.out.println(seen);
  }

  @Suspendable
  private static void count(Yielder<Integer, Object> yielder) {
    for (int i = 1; i <= 3; i++) {
      yielder.yieldValue(i);
    }
  }
}
