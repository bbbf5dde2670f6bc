package bench.checks;

import bench.checks.CpuTime.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what each check costs: the row with all checks, and without one of them, forks in turn.
 * System properties as those of {@code bench.Main}; arguments: how many rounds, how many seconds of
 * processor time each fork, and further JVM arguments.
 */
public final class CheckCosts {

  private static final List<Work> ROWS =
      List.of(Work.DEPTH_1, Work.INTS, Work.WALK, Work.WALK_NESTED);

  private final String seconds;
  private final List<String> jvmArgs;

  private CheckCosts(String seconds, List<String> jvmArgs) {
    this.seconds = seconds;
    this.jvmArgs = List.copyOf(jvmArgs);
  }

  /** See the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path agent = Path.of(System.getProperty("bench.agent"));
    Path folder = Path.of(System.getProperty("bench.results")).resolve("unchecked");
    Map<Check, Path> copies = new EnumMap<>(Check.class);
    for (Check check : Check.values()) {
      Path own = folder.resolve(check.name().toLowerCase(Locale.ROOT));
      copies.put(check, UncheckedAgent.write(agent, check, own));
    }
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    List<String> jvmArgs = args.length > 2 ? List.of(args).subList(2, args.length) : List.of();
    CheckCosts costs = new CheckCosts(args.length > 1 ? args[1] : "5", jvmArgs);
    System.out.println("| without | " + String.join(" | ", titles()) + " |");
    System.out.println("|---|" + "---:|".repeat(ROWS.size()));
    costs.print(rounds, agent, copies);
  }

  private static List<String> titles() {
    return ROWS.stream().map(row -> row.title).toList();
  }

  private void print(int rounds, Path agent, Map<Check, Path> copies)
      throws IOException, InterruptedException {
    Map<Work, List<Double>> whole = new EnumMap<>(Work.class);
    Map<Check, Map<Work, List<Double>>> without = new EnumMap<>(Check.class);
    for (int round = 0; round < rounds; round++) {
      for (Work row : ROWS) {
        whole.computeIfAbsent(row, r -> new ArrayList<>()).add(measure(agent, row));
        for (Map.Entry<Check, Path> copy : copies.entrySet()) {
          without
              .computeIfAbsent(copy.getKey(), c -> new EnumMap<>(Work.class))
              .computeIfAbsent(row, r -> new ArrayList<>())
              .add(measure(copy.getValue(), row));
        }
      }
    }
    System.out.print("| nothing: all checks |");
    ROWS.forEach(row -> System.out.printf(Locale.ROOT, " %.2f |", median(whole.get(row))));
    System.out.println();
    without.forEach(
        (check, times) -> {
          System.out.print("| " + check + ": " + check.meaning + " |");
          for (Work row : ROWS) {
            if (times.containsKey(row)) {
              double rest = median(times.get(row));
              double cost = median(whole.get(row)) - rest;
              System.out.printf(Locale.ROOT, " %.2f (%+.2f) |", rest, cost);
            } else {
              System.out.print(" - |");
            }
          }
          System.out.println();
        });
  }

  private double measure(Path agent, Work row) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms2g", "-Xmx2g", "-XX:+UseG1GC", "-javaagent:" + agent));
    command.addAll(jvmArgs);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), CpuTime.class.getName()));
    command.addAll(List.of("bench.weft.WeftPeer", row.name(), seconds));
    Path log = Files.createTempFile("check-costs", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int exit = process.waitFor();
    String output = Files.readString(log, StandardCharsets.UTF_8).trim();
    Files.delete(log);
    if (exit != 0) {
      throw new IllegalStateException(agent + ", " + row + ": " + output);
    }
    return Double.parseDouble(output.substring(output.lastIndexOf('\n') + 1));
  }

  private static double median(List<Double> times) {
    List<Double> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
