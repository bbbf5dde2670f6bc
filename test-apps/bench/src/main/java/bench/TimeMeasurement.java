package bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures times, each fork by a JMH run of its own. */
final class TimeMeasurement {

  private final Arguments arguments;
  private final CommandLineOptions jmh;
  private final Path folder;
  private final List<RunResult> raw = new ArrayList<>();
  private int forks;

  /**
   * A measurement that has measured nothing yet.
   *
   * @param jmh its patterns must be gone: JMH would run what they match besides the one cell
   */
  TimeMeasurement(Arguments arguments, CommandLineOptions jmh, Path folder) {
    this.arguments = arguments;
    this.jmh = jmh;
    this.folder = folder;
  }

  /** Adds one fork to that cell. Returns what the cell is now, or why the fork failed, as text. */
  String measure(Row row, Column column, Results results) {
    forks++;
    Path log = folder.resolve(String.format("%03d-%s.txt", forks, column.fileName()));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(jmh)
            .include("^" + Pattern.quote(row.benchmark()) + "$")
            .param(Row.PEER, column.peer())
            .forks(1)
            .jvm(column.java().toString())
            .jvmArgs(column.allArgs(arguments.sharedJvmArgs()).toArray(String[]::new))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.NORMAL)
            .output(log.toString());
    row.parameters().forEach(options::param);
    if (arguments.quick()) {
      shorten(options);
    }
    Collection<RunResult> run;
    try {
      run = new Runner(options.build()).run();
    } catch (RunnerException failure) {
      return "FAILED (" + failure.getMessage() + "), see " + log;
    }
    if (run.isEmpty()) {
      return "FAILED, see " + log;
    }
    raw.addAll(run);
    Samples cell = results.times(row, column);
    for (RunResult result : run) {
      result.getBenchmarkResults().forEach(fork -> cell.addFork(scores(fork)));
    }
    return cell.text() + " ns";
  }

  /** Writes all that was measured so far, as JMH's JSON: one entry for each fork. */
  void write(Path file) throws IOException {
    try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(raw);
    }
  }

  private static List<Double> scores(BenchmarkResult fork) {
    return fork.getIterationResults().stream()
        .map(iteration -> iteration.getPrimaryResult().getScore())
        .toList();
  }

  /** What the command line says still holds. */
  private void shorten(ChainedOptionsBuilder options) {
    TimeValue iteration = TimeValue.milliseconds(600);
    options.warmupIterations(jmh.getWarmupIterations().orElse(5));
    options.warmupTime(jmh.getWarmupTime().orElse(iteration));
    options.measurementIterations(jmh.getMeasurementIterations().orElse(3));
    options.measurementTime(jmh.getMeasurementTime().orElse(iteration));
  }
}
