package dev.weft.agent.transform;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weft.agent.kit.ClassPool;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Class files that no compiler made: the weaver says so by an unchecked exception, or weaves. */
class MalformedClassTest {
  private static final String SHAPES = "dev/weft/agent/targets/Shapes";
  private static final int MUTANTS = Integer.getInteger("mutants", 2_000);

  private static byte[] original() {
    return ClassPool.of().bytes(SHAPES).orElseThrow();
  }

  /** Any unchecked exception will do: whoever calls the weaver leaves the class as it is. */
  private static void weave(byte[] bytes, String what) {
    try {
      ClassPool.of().weave(bytes);
    } catch (RuntimeException | AssertionError e) { // ASM throws both
      return; // the class is left as it is, with one message; see BrokenClassIT
    } catch (Error e) {
      fail(what, e);
    }
  }

  @Test
  void weave_truncatedAnywhere_endsWithAnUncheckedException() {
    byte[] bytes = original();
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int length = 0; length < bytes.length; length += 7) {
            weave(Arrays.copyOf(bytes, length), "truncated to " + length);
          }
        });
  }

  @Test
  void weave_randomMutations_endInTimeAndWithoutErrors() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("MalformedClassTest: -Dseed=" + seed);
    Random random = new Random(seed);
    byte[] bytes = original();
    assertTimeoutPreemptively(
        Duration.ofMinutes(5),
        () -> {
          for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = bytes.clone();
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) {
              mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            weave(mutant, "mutant " + i + " of -Dseed=" + seed);
          }
        });
  }
}
