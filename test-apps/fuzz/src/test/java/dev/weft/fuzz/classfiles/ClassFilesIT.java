package dev.weft.fuzz.classfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The quick form of {@code test-apps/fuzz/run classfiles}; takes {@code -Dseed=}. */
class ClassFilesIT {
  @Test
  void mutants_wovenOrNot_sameVerdict() {
    long seed = Long.getLong("seed", System.nanoTime() & Integer.MAX_VALUE);
    System.out.println("ClassFilesIT: -Dseed=" + seed);
    ClassFiles run = new ClassFiles();
    run.mutants(seed, Integer.getInteger("classes", 600));
    assertEquals(List.of(), run.differences(), () -> "-Dseed=" + seed);
    assertTrue(run.counts().getOrDefault("same: ran", 0L) > 0, run.counts()::toString);
  }

  @Test
  void shapes_atTheLimitsOfTheFormat_sameVerdictInTime() {
    ClassFiles run = new ClassFiles();
    run.shapes();
    assertEquals(List.of(), run.differences());
  }

  @Test
  void mutants_thatOnceDiffered_sameVerdict() {
    ClassFiles run = new ClassFiles();
    long[] seeds = {
      1160, // a lambda whose interface is missing
      1136, // a bootstrap of another descriptor
      50_074_250, // a bootstrap that is said to be an interface's
      1886, // a misplaced attribute
      382_714_610, // an inner class that is listed twice, by one constant
      50_050_900, // by two constants
      2_001_759, // one inside itself
      2_007_248, // a lambda with too many parameters
      50_011_310, // prints an identity hash code
    };
    for (long seed : seeds) {
      run.mutants(seed, 1);
    }
    assertEquals(List.of(), run.differences());
  }
}
