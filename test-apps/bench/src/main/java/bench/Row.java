package bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One row of the table: a benchmark with its parameter, whoever is measured.
 *
 * @param benchmark class and method, as JMH names it
 * @param parameters by name, none or one; never the peer
 */
record Row(String benchmark, Map<String, String> parameters) implements Comparable<Row> {

  /** The parameter that is the column. */
  static final String PEER = "peer";

  private static final Map<String, String> TITLES =
      Map.of(
          "bench.B1Resume.resume", "B1 resume+suspend",
          "bench.B1mMixed.resume", "B1m resume+suspend, 16 in turn",
          "bench.B2Generator.ints", "B2a ints, an element",
          "bench.B2Generator.walk", "B2b tree walk by recursion, an element",
          "bench.B2Generator.walkNested", "B2c tree walk by yieldFrom, an element",
          "bench.B3HandOver.handOver", "B3 hand-over, a switch",
          "bench.B8Fib.inside", "B8 fib inside a coroutine, a call",
          "bench.B8Fib.outside", "B8 the same fib outside, a call",
          "bench.B8Fib.unwoven", "B8 fib unwoven, a call");

  Row {
    if (parameters.size() > 1) {
      throw new IllegalArgumentException(benchmark + " has more than one parameter");
    }
    parameters = new TreeMap<>(parameters);
  }

  /** The rows that the command line asks for: all that it does not exclude. */
  static Set<Row> chosenBy(CommandLineOptions jmh) {
    PrintStream nowhere =
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    OutputFormat silent = OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT);
    List<String> includes = jmh.getIncludes().isEmpty() ? List.of("^bench\\.B") : jmh.getIncludes();
    Set<Row> rows = new TreeSet<>();
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList().find(silent, includes, jmh.getExcludes())) {
      Map<String, String[]> declared = new HashMap<>(entry.getParams().orElse(Map.of()));
      declared.remove(PEER);
      if (declared.isEmpty()) {
        rows.add(new Row(entry.getUsername(), Map.of()));
      }
      declared.forEach(
          (name, values) -> {
            Collection<String> chosen = jmh.getParameter(name).orElse(Arrays.asList(values));
            chosen.forEach(value -> rows.add(new Row(entry.getUsername(), Map.of(name, value))));
          });
    }
    return rows;
  }

  /** What a reader of the table sees. */
  String title() {
    String title = TITLES.getOrDefault(benchmark, benchmark);
    return parameters.isEmpty() ? title : title + ", " + settings();
  }

  private String settings() {
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + " " + parameter.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public int compareTo(Row other) {
    int byTitle =
        TITLES
            .getOrDefault(benchmark, benchmark)
            .compareTo(TITLES.getOrDefault(other.benchmark, other.benchmark));
    return byTitle != 0 ? byTitle : Integer.compare(number(), other.number());
  }

  /** Orders depth 10 behind depth 2, not as texts. */
  private int number() {
    return parameters.values().stream().mapToInt(Integer::parseInt).sum();
  }
}
