package dev.weft.existing;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The command behind {@code test-apps/run jars}. */
public final class Run {
  private static final String USAGE =
      """
      usage: test-apps/run jars [--jdk25] [NAME...]

      Runs existing programs, all or those named, on threads and under the agent, and compares what
      they print.
      """;

  private Run() {}

  /** Runs the command line; {@code test-apps/run jars} sets the system properties. */
  public static void main(String[] arguments) throws Exception {
    List<String> names = List.of(arguments);
    List<String> known = Pairing.ALL.stream().map(Pairing::name).toList();
    if (!known.containsAll(names)) {
      System.out.print(USAGE);
      Pairing.ALL.forEach(each -> System.out.printf("  %-14s %s%n", each.name(), each.title()));
      System.exit(names.contains("--help") ? 0 : 2);
    }
    Path module = Path.of(System.getProperty("weft.existing"));
    Places places =
        new Places(
            Path.of(System.getProperty("weft.java")),
            Path.of(System.getProperty("weft.agent.jar")),
            module.resolve("target/lib"),
            module.resolve("target/work"));
    boolean equal = true;
    for (Pairing pairing : Pairing.ALL) {
      if (names.isEmpty() || names.contains(pairing.name())) {
        equal &= print(Comparison.of(pairing, places), System.out);
      }
    }
    System.exit(equal ? 0 : 1);
  }

  private static boolean print(Comparison comparison, PrintStream out) {
    out.printf(
        "%-14s %s, %.1f s on threads, %.1f s under the agent%n",
        comparison.pairing(),
        comparison.isEqual() ? "equal" : "DIFFERENT",
        comparison.plainSeconds(),
        comparison.wovenSeconds());
    if (!comparison.isEqual()) {
      comparison.plain().forEach(line -> out.println("  threads: " + line));
      comparison.woven().forEach(line -> out.println("  agent:   " + line));
    }
    comparison.messages().forEach(line -> out.println("  " + line));
    return comparison.isEqual();
  }
}
