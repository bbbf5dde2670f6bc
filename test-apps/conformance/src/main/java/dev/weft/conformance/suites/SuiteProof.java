package dev.weft.conformance.suites;

import dev.weft.conformance.suites.SuiteReport.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs a suite plainly, then in a coroutine with each seed and rate, and compares. */
final class SuiteProof {
  private final Exceptions exceptions;
  private final List<Long> seeds;
  private final List<Double> rates;

  SuiteProof(Exceptions exceptions, List<Long> seeds, List<Double> rates) {
    this.exceptions = exceptions;
    this.seeds = List.copyOf(seeds);
    this.rates = List.copyOf(rates);
  }

  /**
   * Runs one suite.
   *
   * @param plainRuns how often it is run plainly; what does not pass each time counts neither way
   */
  SuiteReport of(Suite suite, int jdk, SuiteJvm jvm, List<String> classes, int plainRuns)
      throws IOException, InterruptedException {
    SuiteResult first = jvm.plain(classes);
    Set<String> tests = new LinkedHashSet<>(first.passed());
    for (int i = 1; i < plainRuns; i++) {
      tests.retainAll(jvm.plain(classes).passed());
    }
    tests.removeIf(test -> exceptions.allow(suite, test));
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (double rate : rates) {
        SuiteResult result = jvm.woven(classes, seed, rate);
        List<String> lost = tests.stream().filter(test -> !result.passed().contains(test)).toList();
        runs.add(new Run(seed, rate, result, lost));
      }
    }
    return new SuiteReport(suite, jdk, tests, first.count("cpuMillis"), runs);
  }
}
