package dev.weft.conformance.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some test classes of commons-lang3, one seed, one rate, on the JDK this is. The whole suites:
 * {@code test-apps/conformance/run suites}.
 */
class SuiteIT {
  private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

  @Test
  void partOfCommonsLang_suspendedEverywhere_passesWhatPassesPlainly(@TempDir Path work)
      throws IOException, InterruptedException {
    Suite suite = Suite.ALL.get(0);
    SuiteJvm jvm =
        new SuiteJvm(
            suite,
            new SuiteJvm.Places(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Path.of(System.getProperty("weft.agent.jar")),
                Path.of(System.getProperty("weft.runtime.jar")),
                MODULE.resolve("target/suites"),
                work));
    List<String> classes =
        jvm.testClasses().stream()
            .filter(name -> name.matches(".*\\.lang3\\.(?:builder|math|mutable|tuple)\\.[^.]*"))
            .toList();
    long seed = Long.getLong("seed", 1);
    System.out.println("seed " + seed);
    Exceptions exceptions = Exceptions.read(MODULE.resolve("suites-exceptions.tsv"));
    SuiteReport report =
        new SuiteProof(exceptions, List.of(seed), List.of(0.1)).of(suite, 0, jvm, classes, 1);
    System.out.println(SuiteReport.head() + "\n" + report.row());
    assertEquals(List.of(), report.failures());
    assertTrue(report.tests().size() > 500, report::row);
    assertTrue(report.forced() > 50_000, report::row);
    SuiteResult woven = report.runs().get(0).result();
    assertTrue(woven.count("suspended") > 500, report::row);
    assertTrue(Files.exists(work), "the tests have not deleted their folder");
  }
}
