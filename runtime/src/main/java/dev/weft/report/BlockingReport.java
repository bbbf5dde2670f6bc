package dev.weft.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The report of {@code patch=report}: as a text, when the JVM ends, and on demand through JMX.
 * Threads: any.
 */
public final class BlockingReport {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String LEGEND =
      """
      Served by, once the class is woven and runs in tasks:
        substituted    suspends, in every woven class
        j.u.c.         a lock, queue or future of java.util.concurrent
        monitor        wait and notify
        socket/stream  a socket, or a stream that may be one
        offload        files and name look-up, which no system call can wait for
        pinned: why    blocks its carrier, and a spare one runs the others meanwhile
      """;

  private BlockingReport() {}

  /**
   * Begins to measure; the report is written when the JVM ends.
   *
   * @param file where to; standard error if empty
   * @throws IllegalArgumentException if the file cannot be written; the message is for the user
   */
  public static void start(Optional<Path> file) {
    if (file.isPresent()) {
      write(file.get(), ""); // now, when somebody looks
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    if (threads.isThreadContentionMonitoringSupported()) {
      threads.setThreadContentionMonitoringEnabled(true);
    }
    BlockingReportBean.register();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(file), "weft report"));
  }

  private static void finish(Optional<Path> file) {
    if (file.isPresent()) {
      write(file.get(), text());
    } else {
      System.err.print(text());
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException("cannot write the file of report=" + file + ": " + e, e);
    }
  }

  /** The report as it is now. */
  public static String text() {
    List<BlockingRow> rows = BlockingCalls.rows();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "weft: blocking calls: %d places, %d calls, %d in progress, %s ms%n",
            rows.size(),
            rows.stream().mapToLong(BlockingRow::calls).sum(),
            rows.stream().mapToLong(BlockingRow::open).sum(),
            millis(rows.stream().mapToLong(BlockingRow::nanos).sum())));
    if (!rows.isEmpty()) {
      append(text, "total ms", "max ms", "calls", "open", "served by | call | place | threads");
      rows.stream()
          .sorted(
              Comparator.comparingLong(BlockingRow::nanos)
                  .reversed()
                  .thenComparing(BlockingRow::place))
          .forEach(
              row ->
                  append(
                      text,
                      millis(row.nanos()),
                      millis(row.max()),
                      Long.toString(row.calls()),
                      Integer.toString(row.open()),
                      String.join(" | ", row.tier(), row.call(), row.place(), row.threads())));
    }
    text.append(contention());
    return text.append(LEGEND).toString();
  }

  private static void append(
      StringBuilder text, String total, String max, String calls, String open, String rest) {
    text.append(
        String.format(Locale.ROOT, "%12s %10s %10s %6s  %s%n", total, max, calls, open, rest));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MILLI);
  }

  /** How often threads that are alive now waited to enter a monitor. */
  private static String contention() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long times = 0;
    long millis = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        times += thread.getBlockedCount();
        millis += Math.max(0, thread.getBlockedTime());
      }
    }
    return String.format(
        Locale.ROOT,
        "Contended monitors (synchronized), of the threads alive now: %d times, %d ms%n",
        times,
        millis);
  }
}
