package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs all benchmarks of all columns and writes the table.
 *
 * <p>JMH on its own would run all forks of one peer, then all of the next; a machine that slows
 * down in between would favour one. So each round here runs one fork of every cell, the peers of a
 * row one after the other, and there are as many rounds as forks were asked for.
 */
public final class Main {

  private static final List<Integer> HEAP_DEPTHS = List.of(1, 10);
  private static final int ROUNDS = 3;

  private final Set<Row> rows;
  private final List<Column> columns;
  private final TimeMeasurement times;
  private final HeapMeasurement heap;
  private final Results results = new Results();

  private Main(Set<Row> rows, List<Column> columns, TimeMeasurement times, HeapMeasurement heap) {
    this.rows = rows;
    this.columns = columns;
    this.times = times;
    this.heap = heap;
  }

  /** See {@link Arguments#USAGE}; the script {@code run} sets the system properties. */
  public static void main(String[] args)
      throws IOException, InterruptedException, CommandLineOptionException {
    Arguments arguments;
    CommandLineOptions jmh;
    try {
      arguments = Arguments.parse(args);
      jmh = new CommandLineOptions(arguments.jmh().toArray(String[]::new));
    } catch (IllegalArgumentException | CommandLineOptionException failure) {
      System.err.println(failure.getMessage());
      System.err.println(Arguments.USAGE);
      System.exit(2);
      return;
    }
    if (jmh.shouldHelp()) {
      System.out.println(Arguments.USAGE);
      jmh.showHelp();
      return;
    }
    Set<Row> rows = Row.chosenBy(jmh);
    if (jmh.shouldList() || jmh.shouldListWithParams()) {
      rows.forEach(row -> System.out.println(row.benchmark() + "  " + row.title()));
      return;
    }
    List<Column> columns =
        new Columns(
                Path.of(System.getProperty("bench.jdk25", "")),
                Path.of(System.getProperty("bench.agent", "weft-agent.jar")),
                System.out::println)
            .find(arguments, new HashSet<>(jmh.getParameter(Row.PEER).orElse(List.of())));
    String now = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    Path folder = Path.of(System.getProperty("bench.results", "results")).resolve(now);
    Files.createDirectories(folder);
    new Main(
            rows,
            columns,
            new TimeMeasurement(arguments, arguments.withoutPatterns(jmh), folder),
            new HeapMeasurement(jmh, folder))
        .run(jmh.getForkCount().orElse(arguments.quick() ? 1 : ROUNDS), arguments, folder);
  }

  private void run(int rounds, Arguments arguments, Path folder)
      throws IOException, InterruptedException {
    Table table = new Table(columns, results, Conditions.of(arguments, rounds));
    for (int depth : heap.wanted() ? HEAP_DEPTHS : List.<Integer>of()) {
      for (Column column : columns) {
        System.out.print("heap, depth " + depth + " | " + column.title() + ": ");
        System.out.println(heap.measure(depth, column, results));
      }
    }
    for (int round = 1; round <= rounds; round++) {
      for (Row row : rows) {
        for (Column column : columns) {
          if (column.measures(row)) {
            System.out.printf("%d/%d %s | %s: ", round, rounds, row.title(), column.title());
            System.out.println(times.measure(row, column, results));
          }
        }
      }
      times.write(folder.resolve("results.json"));
      Files.writeString(folder.resolve("table.md"), table.markdown());
    }
    System.out.println();
    System.out.println(table.markdown());
    System.out.println("Written to " + folder + " (table.md, results.json, a log for each fork)");
  }
}
