package dev.weft.conformance.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one run of a suite came to.
 *
 * @param passed the tests that passed
 * @param failed the tests that failed, with their stack traces
 * @param counts how many suspensions were forced, and the like, by name
 * @param obstacles what kept the probe before a test from suspending, with the number of tests
 */
record SuiteResult(
    Set<String> passed,
    Map<String, String> failed,
    Map<String, Long> counts,
    List<String> obstacles) {

  /**
   * Begins the last line of a run that came to its end; the processor time of the JVM follows, in
   * milliseconds.
   */
  static final String COMPLETE = "#cpuMillis\t";

  static SuiteResult read(Path file) throws IOException {
    Set<String> passed = new LinkedHashSet<>();
    Map<String, String> failed = new LinkedHashMap<>();
    Map<String, Long> counts = new TreeMap<>();
    List<String> obstacles = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", -1);
      switch (parts[0]) {
        case Outcomes.PASSED -> passed.add(parts[1]);
        case Outcomes.FAILED -> failed.put(parts[1], parts[3].replace("\\n", "\n"));
        case Outcomes.SKIPPED -> {
          // counts neither way
        }
        case "#obstacle" -> obstacles.add(parts[1]);
        default -> counts.put(parts[0].substring(1), Long.valueOf(parts[1]));
      }
    }
    return new SuiteResult(passed, failed, counts, obstacles);
  }

  /** A count; 0 when the run had none of that name. */
  long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
