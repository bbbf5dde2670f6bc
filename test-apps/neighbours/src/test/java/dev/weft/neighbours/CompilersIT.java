package dev.weft.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Captures;
import dev.weft.continuation.PinnedException;
import dev.weft.neighbours.targets.Program;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hazard 67: what other compilers make of the applicable hazards. Each program is run as it was
 * compiled, in a JVM without the agent, and woven in every way there is; the outcomes agree, and
 * every call that suspends was captured.
 */
class CompilersIT {
  private static final long SEED = Long.getLong("seed", 1);

  @ParameterizedTest
  @CsvSource({
    "kotlin,kotlin-stdlib",
    "scala2,scala-library",
    "scala3,scala-library",
    "groovy,groovy",
    "ecj,''"
  })
  void h67_programsOfOtherCompilers_cannotTellThatTheyWereWoven(String compiler, String library)
      throws Exception {
    CompiledPrograms programs = new CompiledPrograms(compiler, library);
    Map<String, List<String>> original = programs.originalOutcomes();
    List<String> names = programs.names();
    assertEquals(Set.copyOf(names), original.keySet());
    assertTrue(names.size() >= 10, () -> compiler + " has " + names);
    for (String name : names) {
      Way way = new Way(programs, name, original.get(name));
      way.compare("plain body", Execution::plain);
      way.compare("not suspended", Execution::notSuspended);
      way.compare("suspended", (program, input) -> Execution.suspended(program, input, false));
      way.compare("other threads", (program, input) -> Execution.suspended(program, input, true));
      way.compare("chaos 1.0", (program, input) -> Execution.forced(program, input, SEED, 1.0));
      for (long seed = SEED; seed < SEED + 3; seed++) {
        long each = seed;
        way.compare(
            "chaos 0.3, -Dseed=" + each,
            (program, input) -> Execution.forced(program, input, each, 0.3));
      }
    }
    assertCaptured(programs);
  }

  /** Scala's library makes the class by calling the JDK's metafactory: nobody can see it. */
  @ParameterizedTest
  @ValueSource(strings = {"scala2", "scala3"})
  void h67_h55_deserializedLambdaOfScala_plainOrPinned(String compiler) throws Exception {
    CompiledPrograms programs = new CompiledPrograms(compiler, "scala-library");
    String name =
        "dev.weft.neighbours.targets." + compiler + "." + CompiledPrograms.PINNED + "Lambda";
    assertEquals("returned 4, log []", Execution.plain(programs.instance(name), 0));
    assertEquals("returned 4, log []", Execution.notSuspended(programs.instance(name), 0));
    String pinned = Execution.suspended(programs.instance(name), 0, false);
    assertTrue(pinned.startsWith("threw " + PinnedException.class.getName()), pinned);
  }

  private record Way(CompiledPrograms programs, String name, List<String> original) {
    void compare(String way, BiFunction<Program, Integer, String> run)
        throws ReflectiveOperationException {
      for (int input = 0; input < CompiledPrograms.INPUTS; input++) {
        String where = name + " input " + input + ", " + way;
        assertEquals(original.get(input), run.apply(programs.instance(name), input), where);
      }
    }
  }

  private static void assertCaptured(CompiledPrograms programs) {
    assertTrue(Captures.ENABLED, "run the JVM with -Ddev.weft.captures=true");
    Set<String> captured = Captures.counts().keySet();
    Set<String> missing = new TreeSet<>();
    Map<String, Integer> calls = programs.suspendingCalls();
    calls.forEach(
        (method, wanted) -> {
          long seen = captured.stream().filter(key -> key.startsWith(method + "#")).count();
          if (seen < wanted) {
            missing.add(method + ": " + wanted + " calls suspend, captured at " + seen);
          }
        });
    assertFalse(calls.isEmpty());
    assertEquals(Set.of(), missing);
  }
}
