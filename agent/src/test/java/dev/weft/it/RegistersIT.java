package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.weft.abi.FrameStack;
import dev.weft.abi.Registers;
import dev.weft.continuation.Continuation;
import dev.weft.it.targets.Deep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stack's registers are replaced while coroutines are mounted on it, and frames linked. */
class RegistersIT {
  private static final int WORDS = 5_000;

  @Test
  void coroutines_ofManySwitches_noticeNothing() {
    Registers before = FrameStack.ofCurrentThread().registers;
    List<String> words = new ArrayList<>();
    Continuation continuation = Deep.words(WORDS, words);
    while (!continuation.isDone()) {
      continuation.run();
    }
    assertNotSame(before, FrameStack.ofCurrentThread().registers);
    assertEquals(
        IntStream.range(0, WORDS)
            .boxed()
            .flatMap(i -> Stream.of("below " + i, "above " + i + "'''"))
            .toList(),
        words);
  }
}
