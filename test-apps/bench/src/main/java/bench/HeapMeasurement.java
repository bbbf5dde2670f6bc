package bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Measures heap, each cell by a JVM of its own that runs {@link HeapProbe}. */
final class HeapMeasurement {

  /** Without `MarkSweepDeadRatio`, the serial collector may keep up to 5 % of dead objects. */
  private static final List<String> JVM_ARGS =
      List.of(
          "-Xms4g",
          "-Xmx4g",
          "-XX:+UseSerialGC",
          "-XX:MarkSweepDeadRatio=0",
          "-Djol.magicFieldOffset=true");

  private final CommandLineOptions jmh;
  private final Path folder;

  HeapMeasurement(CommandLineOptions jmh, Path folder) {
    this.jmh = jmh;
    this.folder = folder;
  }

  /** Whether the benchmarks chosen include this one, by the name of {@link HeapProbe}. */
  boolean wanted() {
    List<String> includes = jmh.getIncludes();
    return includes.isEmpty() || anyIn(includes) && !anyIn(jmh.getExcludes());
  }

  /** Fills that cell. Returns what it is now, or why the measurement failed, as text. */
  String measure(int depth, Column column, Results results)
      throws IOException, InterruptedException {
    Path log = folder.resolve("heap-" + depth + "-" + column.fileName() + ".txt");
    List<String> command = new ArrayList<>();
    command.add(column.java().toString());
    command.addAll(column.allArgs(JVM_ARGS));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(HeapProbe.class.getName(), column.peer(), String.valueOf(depth)));
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      return "FAILED, see " + log;
    }
    HeapSize size = HeapSize.parse(output.strip().lines().reduce((first, last) -> last).orElse(""));
    results.heap(depth, column, size);
    return size.text() + " bytes";
  }

  private static boolean anyIn(List<String> expressions) {
    String name = HeapProbe.class.getName();
    return expressions.stream().anyMatch(regex -> Pattern.compile(regex).matcher(name).find());
  }
}
