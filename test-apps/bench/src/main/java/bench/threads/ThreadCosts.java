package bench.threads;

import bench.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Prints what ordinary threads pay: each row without the agent, with it, when a hub has run, and
 * with {@code patch=on}, forks in turn. System properties as those of {@code bench.Main};
 * arguments: how many rounds.
 */
public final class ThreadCosts {

  private static final List<String> ROWS =
      List.of("currentThread", "threadLocal", "lock", "queue", "future", "handOver", "socket");

  private static final int ITERATIONS = 3;
  private static final TimeValue TIME = TimeValue.milliseconds(600);

  private ThreadCosts() {}

  /** See the class. */
  public static void main(String[] args) throws RunnerException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    for (Map.Entry<String, Path> jdk : jdks().entrySet()) {
      Map<String, List<String>> columns = columns(System.getProperty("bench.agent"));
      Map<String, Samples> cells = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (String row : ROWS) {
          for (Map.Entry<String, List<String>> column : columns.entrySet()) {
            measure(row, jdk.getValue(), column.getValue())
                .forEach(
                    fork ->
                        cells
                            .computeIfAbsent(row + column.getKey(), key -> new Samples())
                            .addFork(fork));
          }
        }
      }
      print(jdk.getKey(), List.copyOf(columns.keySet()), cells);
    }
  }

  private static Map<String, Path> jdks() {
    Map<String, Path> jdks = new LinkedHashMap<>();
    jdks.put("17", Path.of(System.getProperty("java.home"), "bin", "java"));
    String home = System.getProperty("bench.jdk25", "");
    if (!home.isEmpty()) {
      jdks.put("25", Path.of(home, "bin", "java"));
    }
    return jdks;
  }

  private static Map<String, List<String>> columns(String agent) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put("no agent", List.of());
    columns.put("agent", List.of("-javaagent:" + agent));
    columns.put("a hub has run", List.of("-javaagent:" + agent, hub()));
    columns.put("and patch=on", List.of("-javaagent:" + agent + "=patch=on", hub()));
    return columns;
  }

  private static String hub() {
    return "-D" + OrdinaryWork.HUB + "=true";
  }

  private static List<List<Double>> measure(String row, Path java, List<String> more)
      throws RunnerException {
    List<String> arguments = new ArrayList<>(List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"));
    arguments.addAll(more);
    List<List<Double>> forks = new ArrayList<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include("^" + OrdinaryWork.class.getName() + "\\." + row + "$")
                    .forks(1)
                    .jvm(java.toString())
                    .jvmArgs(arguments.toArray(String[]::new))
                    .warmupIterations(ITERATIONS)
                    .warmupTime(TIME)
                    .measurementIterations(ITERATIONS)
                    .measurementTime(TIME)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run()) {
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        forks.add(
            fork.getIterationResults().stream()
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList());
      }
    }
    return forks;
  }

  private static void print(String jdk, List<String> columns, Map<String, Samples> cells) {
    System.out.println("| ns, JDK " + jdk + " | " + String.join(" | ", columns) + " |");
    System.out.println("|---|" + "---:|".repeat(columns.size()));
    for (String row : ROWS) {
      StringBuilder line = new StringBuilder("| " + row + " |");
      double without = cells.get(row + columns.get(0)).median();
      for (String column : columns) {
        Samples cell = cells.get(row + column);
        line.append(' ').append(cell.text());
        if (!column.equals(columns.get(0))) {
          line.append(String.format(Locale.ROOT, ", %.2f", cell.median() / without));
        }
        line.append(" |");
      }
      System.out.println(line);
    }
  }
}
