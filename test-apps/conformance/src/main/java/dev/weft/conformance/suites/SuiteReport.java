package dev.weft.conformance.suites;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What all runs of one suite on one JDK came to.
 *
 * @param tests what passes plainly, but for the exceptions
 * @param plainMillis the processor time of the JVM that runs them plainly
 * @param runs one for each seed and rate
 */
record SuiteReport(Suite suite, int jdk, Set<String> tests, long plainMillis, List<Run> runs) {

  /**
   * One run.
   *
   * @param lost the tests that did not pass, though they do plainly
   */
  record Run(long seed, double rate, SuiteResult result, List<String> lost) {}

  /** The tests counted once where a method is run with several arguments. */
  long methods() {
    return tests.stream()
        .map(test -> test.replaceFirst("/\\[(?:test-template-invocation|dynamic-).*", ""))
        .map(test -> test.replaceFirst(" \\(\\d+\\)$", ""))
        .distinct()
        .count();
  }

  /** The suspensions forced in all runs together. */
  long forced() {
    return runs.stream().mapToLong(run -> run.result().count("forced")).sum();
  }

  /** All failures, named. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (Run run : runs) {
      for (String test : run.lost()) {
        failures.add(
            suite.name()
                + " JDK "
                + jdk
                + " seed "
                + run.seed()
                + " rate "
                + run.rate()
                + ": "
                + test
                + "\n"
                + run.result().failed().getOrDefault(test, "did not run"));
      }
    }
    return failures;
  }

  private String slowdown() {
    return runs.stream()
        .collect(
            Collectors.groupingBy(
                Run::rate,
                java.util.TreeMap::new,
                Collectors.averagingDouble(
                    run -> run.result().count("cpuMillis") / (double) plainMillis)))
        .entrySet()
        .stream()
        .map(each -> String.format(Locale.ROOT, "%.1f times at %s", each.getValue(), each.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** A row of the table. */
  String row() {
    long suspended = runs.stream().mapToLong(run -> run.result().count("suspended")).sum();
    long pinned = runs.stream().mapToLong(run -> run.result().count("pinned")).sum();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %,d | %,d | %d | %,d | %,d of %,d | %d | %s |",
        suite.name(),
        jdk,
        tests.size(),
        methods(),
        runs.size(),
        forced(),
        suspended,
        suspended + pinned,
        runs.stream().mapToInt(run -> run.lost().size()).sum(),
        slowdown());
  }

  /** The head of the table. */
  static String head() {
    return "| Library | JDK | Tests | Methods | Runs | Suspensions forced | Whole suite suspended"
        + " before a test | Failures | Processor time |\n|---|---|---|---|---|---|---|---|---|";
  }
}
