package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;

/** All orders of some letters, one at a time; a stream takes as many as it wants. */
public final class Permutations {
  private Permutations() {}

  public static void main(String[] args) {
    permutations("abc").forEachRemaining(System.out::println);
    System.out.println("the first three of 26 letters:");
    permutations("abcdefghijklmnopqrstuvwxyz").stream().limit(3).forEach(System.out::println);
  }

  private static Generator<String, Void, Void> permutations(String letters) {
    return Generator.of(yielder -> permute("", letters, yielder));
  }

  @Suspendable
  private static void permute(String chosen, String rest, Yielder<String, Void> yielder) {
    if (rest.isEmpty()) {
      yielder.yieldValue(chosen);
    }
    for (int i = 0; i < rest.length(); i++) {
      permute(chosen + rest.charAt(i), rest.substring(0, i) + rest.substring(i + 1), yielder);
    }
  }
}
