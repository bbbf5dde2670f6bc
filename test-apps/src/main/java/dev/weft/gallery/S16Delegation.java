package dev.weft.gallery;

import dev.weft.generator.Generator;

/**
 * S16: one generator delegates to another with {@code yieldFrom}. Questions and answers go straight
 * between the caller and the inner one; its result is the value of the {@code yieldFrom} (P16).
 */
public final class S16Delegation {
  private S16Delegation() {}

  public static void main(String[] args) {
    Generator<String, Integer, String> area = area();
    System.out.println(area.next());
    System.out.println(area.send(6));
    area.forEachRemaining(System.out::println);
    System.out.println("result: " + area.result());
  }

  private static Generator<String, Integer, String> area() {
    return new Generator<>(
        yielder -> {
          int width = yielder.yieldFrom(ask("width"));
          int height = yielder.yieldFrom(ask("height"));
          return width + " x " + height + " = " + width * height;
        });
  }

  private static Generator<String, Integer, Integer> ask(String what) {
    return new Generator<>(
        yielder -> {
          Integer answer = yielder.yieldValue(what + "?");
          if (answer == null) {
            System.out.println("no " + what + " given, taking 7");
            return 7;
          }
          return answer;
        });
  }
}
