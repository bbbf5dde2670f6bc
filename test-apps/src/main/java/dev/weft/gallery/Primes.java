package dev.weft.gallery;

import dev.weft.generator.Generator;
import java.util.stream.Collectors;

/**
 * An endless list of primes: each prime puts one more sieve behind the numbers. The sieves are
 * generators that drive one another, and delegate the rest to the next one.
 */
public final class Primes {
  private Primes() {}

  public static void main(String[] args) {
    System.out.println(
        sieve(from(2)).stream().limit(15).map(String::valueOf).collect(Collectors.joining(" ")));
    System.out.println("the 100th: " + sieve(from(2)).stream().skip(99).findFirst().orElseThrow());
  }

  private static Generator<Integer, Void, Void> from(int first) {
    return Generator.of(
        yielder -> {
          for (int n = first; ; n++) {
            yielder.yieldValue(n);
          }
        });
  }

  private static Generator<Integer, Void, Void> sieve(Generator<Integer, Void, Void> numbers) {
    return Generator.of(
        yielder -> {
          int prime = numbers.next();
          yielder.yieldValue(prime);
          yielder.yieldFrom(sieve(withoutMultiples(prime, numbers)));
        });
  }

  private static Generator<Integer, Void, Void> withoutMultiples(
      int prime, Generator<Integer, Void, Void> numbers) {
    return Generator.of(
        yielder -> {
          for (int n : numbers.iterable()) {
            if (n % prime != 0) {
              yielder.yieldValue(n);
            }
          }
        });
  }
}
