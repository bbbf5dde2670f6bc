package dev.weft.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChaosTest {

  @AfterEach
  void stop() {
    Chaos.configure(0, 0);
  }

  @Test
  void seeds_thatDifferInOneBit_forceDifferentSuspensions() {
    Set<String> sequences = new HashSet<>();
    for (long seed = 0; seed < 16; seed++) {
      sequences.add(sequence(seed));
    }
    assertEquals(16, sequences.size());
  }

  @Test
  void seed_onEveryCarrier_forcesTheSameSuspensions() {
    assertEquals(sequence(7), sequence(7));
  }

  private static String sequence(long seed) {
    Chaos.configure(seed, 0.5);
    FrameStack stack = new FrameStack();
    StringBuilder forced = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      Chaos.afterVoid(stack);
      forced.append(stack.isUnwinding() ? '1' : '0');
      stack.abandonUnwind();
    }
    return forced.toString();
  }
}
