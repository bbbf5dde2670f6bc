package dev.weft.existing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Existing programs print under the agent what they print on threads. */
class ExistingIT {
  private static final Places PLACES =
      new Places(
          Path.of(System.getProperty("java.home"), "bin", "java"),
          Path.of(System.getProperty("weft.agent.jar")),
          Path.of("target", "lib").toAbsolutePath(),
          Path.of("target", "work").toAbsolutePath());

  static List<Pairing> all() {
    return Pairing.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void program_underTheAgent_printsWhatItPrintsOnThreads(Pairing pairing) throws Exception {
    Comparison comparison = Comparison.of(pairing, PLACES);
    assertTrue(comparison.plain().contains("status 0"), comparison::toString);
    assertEquals(comparison.plain(), comparison.woven(), comparison::toString);
    assertTrue(
        comparison.messages().stream().noneMatch(line -> line.contains("(REFLECTION)")),
        comparison::toString);
  }
}
