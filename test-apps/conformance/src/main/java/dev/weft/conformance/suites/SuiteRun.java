package dev.weft.conformance.suites;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The command behind {@code test-apps/conformance/run suites}. */
public final class SuiteRun {
  private static final String USAGE =
      """
      usage: test-apps/conformance/run suites [LIBRARY...] [--seeds N,...] [--rates R,...]
                                              [--jdk 17|25] [--every N]

        --seeds  of the forced suspensions; 1,2,3 if not given
        --rates  their probabilities at a suspend point; 0.01,0.3 if not given
        --jdk    on this JDK only
        --every  takes only one in N test classes
      """;

  private final Path module = Path.of(System.getProperty("weft.conformance"));
  private final PrintStream out = System.out;
  private final SuiteProof proof;
  private final int every;

  private SuiteRun(List<Long> seeds, List<Double> rates, int every) throws IOException {
    this.every = every;
    this.proof =
        new SuiteProof(Exceptions.read(module.resolve("suites-exceptions.tsv")), seeds, rates);
  }

  /** Runs the command line; {@code test-apps/conformance/run} sets the system properties. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> options =
        new LinkedHashMap<>(
            Map.of("--seeds", "1,2,3", "--rates", "0.01,0.3", "--jdk", "", "--every", "1"));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (options.containsKey(arguments[i]) && i + 1 < arguments.length) {
        options.put(arguments[i], arguments[++i]);
      } else if (Suite.ALL.stream().map(Suite::name).anyMatch(arguments[i]::equals)) {
        names.add(arguments[i]);
      } else {
        System.out.print(USAGE);
        Suite.ALL.forEach(suite -> System.out.println("  " + suite.name()));
        System.exit(arguments[i].equals("--help") ? 0 : 2);
      }
    }
    SuiteRun run =
        new SuiteRun(
            words(options.get("--seeds")).map(Long::valueOf).toList(),
            words(options.get("--rates")).map(Double::valueOf).toList(),
            Integer.parseInt(options.get("--every")));
    System.exit(run.run(names, options.get("--jdk")) ? 0 : 1);
  }

  private static Stream<String> words(String list) {
    return Stream.of(list.split(",", -1));
  }

  private boolean run(List<String> names, String onlyJdk) throws IOException, InterruptedException {
    List<SuiteReport> reports = new ArrayList<>();
    for (Map.Entry<Integer, Path> jdk : jdks(onlyJdk).entrySet()) {
      for (Suite suite : Suite.ALL) {
        if (names.isEmpty() || names.contains(suite.name())) {
          SuiteReport report = run(suite, jdk.getKey(), jdk.getValue());
          reports.add(report);
          out.println(report.row());
        }
      }
    }
    List<String> failures = reports.stream().flatMap(r -> r.failures().stream()).toList();
    failures.forEach(failure -> out.println("\nVIOLATED: " + failure));
    out.printf("%n%s%n", SuiteReport.head());
    reports.forEach(report -> out.println(report.row()));
    out.printf(
        "%n%,d suspensions forced, %,d tests lost%n",
        reports.stream().mapToLong(SuiteReport::forced).sum(), failures.size());
    reports.stream()
        .flatMap(report -> report.runs().stream())
        .flatMap(each -> each.result().obstacles().stream())
        .map(obstacle -> obstacle.substring(obstacle.indexOf(' ') + 1))
        .distinct()
        .forEach(obstacle -> out.println("in the way of a probe: " + obstacle));
    return failures.isEmpty();
  }

  private SuiteReport run(Suite suite, int jdk, Path java)
      throws IOException, InterruptedException {
    SuiteJvm jvm =
        new SuiteJvm(
            suite,
            new SuiteJvm.Places(
                java,
                Path.of(System.getProperty("weft.agent.jar")),
                Path.of(System.getProperty("weft.runtime.jar")),
                module.resolve("target/suites"),
                Files.createDirectories(module.resolve("target/work/suites-" + jdk))));
    List<String> classes = jvm.testClasses();
    List<String> taken =
        IntStream.range(0, classes.size())
            .filter(i -> i % every == 0)
            .mapToObj(classes::get)
            .toList();
    return proof.of(suite, jdk, jvm, taken, 2);
  }

  private Map<Integer, Path> jdks(String only) {
    Map<Integer, Path> jdks = new LinkedHashMap<>();
    jdks.put(17, Path.of(System.getProperty("weft.java")));
    String home = System.getProperty("weft.jdk25");
    if (home.isEmpty()) {
      out.println("There is no JDK 25; WEFT_JDK25 can name one.");
    } else {
      jdks.put(25, Path.of(home, "bin", "java"));
    }
    if (!only.isEmpty()) {
      jdks.keySet().retainAll(List.of(Integer.valueOf(only)));
    }
    return jdks;
  }
}
