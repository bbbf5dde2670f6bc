package dev.weft.generator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weft.abi.FrameStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the tests of generators share: a log, scripts that fill it, and a look at the stack. */
abstract class GeneratorFixture {
  final List<Object> log = new ArrayList<>();

  @AfterEach
  void stack_afterEachTest_isClean() {
    FrameStack stack = FrameStack.ofCurrentThread();
    assertFalse(stack.isUnwinding());
    assertFalse(stack.isToResume());
    assertNull(stack.registers.first);
    assertNull(stack.thrown);
  }

  static Generator<Object, Object, Object> counter(int from, int to) {
    int[] i = {from};
    Script script = new Script();
    script.step(
        (yielder, stack) -> yielder.yieldValue(i[0], stack),
        (sent, thrown) -> {
          if (thrown != null) {
            throw thrown;
          }
          return ++i[0] < to ? 0 : Script.END;
        });
    return script.generator();
  }

  static List<Object> rest(Generator<Object, Object, Object> generator) {
    List<Object> values = new ArrayList<>();
    generator.forEachRemaining(values::add);
    return values;
  }

  Script.After logged(int next) {
    return (result, thrown) -> {
      log.add(thrown == null ? result : thrown);
      return next;
    };
  }
}
