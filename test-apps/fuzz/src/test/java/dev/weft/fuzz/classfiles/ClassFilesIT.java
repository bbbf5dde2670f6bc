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
    // A lambda whose interface is missing; a bootstrap of another descriptor; a misplaced
    // attribute; an inner class listed twice; one inside itself; too many parameters.
    for (long seed : new long[] {1160, 1136, 1886, 382_714_610, 2_001_759, 2_007_248}) {
      run.mutants(seed, 1);
    }
    assertEquals(List.of(), run.differences());
  }
}
