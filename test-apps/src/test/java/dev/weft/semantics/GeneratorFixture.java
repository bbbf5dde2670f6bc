package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.generator.Generator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** What the tests of generators share. */
abstract class GeneratorFixture {
  final List<Object> log = new ArrayList<>();

  static Generator<Integer, Void, Void> range(int from, int to) {
    return Generator.of(
        yielder -> {
          for (int i = from; i < to; i++) {
            yielder.yieldValue(i);
          }
        });
  }

  /** That this is refused because a generator of this test is running. */
  void assertExecuting(Executable executable) {
    String message = assertThrows(IllegalStateException.class, executable).getMessage();
    assertTrue(message.startsWith("generator already executing"), message);
    assertTrue(message.contains(getClass().getName()), message);
  }
}
