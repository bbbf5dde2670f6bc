package dev.weft.fuzz.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.fuzz.trace.model.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The quick form of {@code test-apps/fuzz/run trace}; takes {@code -Dseed=} and {@code -Dtraces=}.
 */
class TraceFuzzIT {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void traces_random_runtimeAgreesWithModel(boolean forces) {
    long seed = Long.getLong("seed", System.nanoTime());
    int count = Integer.getInteger("traces", 4_000);
    System.out.println("TraceFuzzIT: -Dseed=" + seed);
    Traces traces = new Traces(Fault.NONE, forces);
    for (int i = 0; i < count; i++) {
      assertEquals(Optional.empty(), traces.run(seed + i));
    }
    assertTrue(traces.steps() > count, "traces without steps");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void traces_thatOnceDiffered_agree(boolean forces) throws IOException {
    assertEquals(List.of(), Regressions.of(Path.of("traces.txt")).replay(forces));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void traces_modelWithAFault_differs(Fault fault) {
    assertTrue(FaultHunt.tracesNeeded(fault, 1, 5_000).isPresent(), "not found");
  }

  @Test
  void notation_readsWhatItWrites() {
    for (long seed = 0; seed < 500; seed++) {
      assertEquals(Scripts.of(seed), Notation.read(Notation.write(Scripts.of(seed))));
    }
  }

  @Test
  void shrinker_failingTrace_isMadeSmall() {
    String script = Notation.write(Scripts.of(3));
    Shrinker shrinker = new Shrinker(candidate -> !candidate.steps().isEmpty());
    String small = Notation.write(shrinker.shrink(Scripts.of(3)));
    assertTrue(small.length() < script.length() / 2, small);
    assertEquals(1, Notation.read(small).steps().size());
  }
}
