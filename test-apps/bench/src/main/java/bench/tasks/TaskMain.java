package bench.tasks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs B4 to B7 and writes the table. A round runs one process of every cell, the programs of a
 * work one after the other: each of Weft's numbers has one of every peer from the same minute.
 */
public final class TaskMain {
  private final TaskOptions options;
  private final List<Program> programs;
  private final Path folder;
  private final TaskTable table;
  private final List<String> raw = new ArrayList<>();

  private TaskMain(TaskOptions options, List<Program> programs, Path folder) {
    this.options = options;
    this.programs = programs;
    this.folder = folder;
    this.table = new TaskTable(programs, conditions(options));
  }

  /** See {@link TaskOptions#USAGE}; the script {@code run} sets the system properties. */
  public static void main(String[] args) throws IOException, InterruptedException {
    TaskOptions options;
    if (List.of(args).contains("-h")) {
      System.out.print(usage());
      return;
    }
    try {
      options = TaskOptions.parse(args);
    } catch (IllegalArgumentException failure) {
      System.err.println(failure.getMessage());
      System.err.print(usage());
      System.exit(2);
      return;
    }
    Path results = Path.of(System.getProperty("bench.results", "results"));
    String now = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    Path folder = results.resolve(now + "-tasks");
    Files.createDirectories(folder);
    Path sources = Path.of(System.getProperty("bench.sources", "src"));
    List<Program> programs = new Programs(options, sources, System.out::println).find();
    new TaskMain(options, programs, folder).run();
  }

  private static String usage() {
    String flags = String.join(" ", TaskOptions.parse().jvmArgs());
    return TaskOptions.USAGE + "flags of every JVM: " + flags + System.lineSeparator();
  }

  private void run() throws IOException, InterruptedException {
    for (int round = 1; round <= options.rounds(); round++) {
      for (TaskWork work : options.works()) {
        for (Program program : programs) {
          if (!program.does(work)) {
            continue;
          }
          System.out.printf(
              "%d/%d %s | %s: ", round, options.rounds(), work.title(), program.title());
          System.out.println(measure(round, work, program));
        }
      }
      Files.writeString(folder.resolve("table.md"), table.markdown());
      Files.writeString(
          folder.resolve("results.json"), "[\n" + String.join(",\n", raw) + "\n]\n");
    }
    System.out.println();
    System.out.println(table.markdown());
    System.out.println("Written to " + folder + " (table.md, results.json, a log of every process)");
  }

  /** Runs one process. Returns what its cell is now, or why it failed, as text. */
  private String measure(int round, TaskWork work, Program program)
      throws IOException, InterruptedException {
    Path log =
        folder.resolve(String.format("%s-%s-%02d.txt", work, program.fileName(), round));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(program.command().apply(work)).redirectError(log.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    long nanos = System.nanoTime() - start;
    Files.writeString(log, output, java.nio.file.StandardOpenOption.APPEND);
    if (exit != 0) {
      return "FAILED, see " + log;
    }
    String last = output.strip().lines().reduce((first, second) -> second).orElse("");
    Reading reading = Reading.parse(last, nanos);
    table.add(work, program, reading);
    raw.add(
        String.format(
            "{\"round\": %d, \"work\": \"%s\", \"program\": \"%s\", \"count\": %d, \"read\": %s}",
            round, work, program.title(), work.count(), reading.json()));
    return table.text(work, program);
  }

  private static List<String> conditions(TaskOptions options) {
    return List.of(
        String.format(
            Locale.ROOT,
            "Measured %s on %d cores (%s %s), load average at the start %.1f.",
            LocalDate.now(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
        "The median of "
            + options.rounds()
            + " processes [its interval, 95 % confidence from 6 processes on, before that from the"
            + " least to the most]; every JVM with `"
            + String.join(" ", options.jvmArgs())
            + "`, processes of a row taken in turn.");
  }
}
