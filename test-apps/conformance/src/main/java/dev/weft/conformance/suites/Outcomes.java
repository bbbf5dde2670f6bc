package dev.weft.conformance.suites;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes to a file what became of each test, in the order they ended: status, test, milliseconds
 * since the start, and stack trace, separated by tabs.
 */
final class Outcomes {
  static final String PASSED = "PASSED";
  static final String FAILED = "FAILED";
  static final String SKIPPED = "SKIPPED";

  private final long start = System.nanoTime();
  private final Writer file;
  private final Map<String, Integer> seen = new HashMap<>();

  Outcomes(Writer file) {
    this.file = file;
  }

  /** Notes a test that passed. */
  synchronized void passed(String id) {
    add(PASSED, id, "");
  }

  /** Notes a test that was left out by itself: disabled, or an assumption does not hold. */
  synchronized void skipped(String id) {
    add(SKIPPED, id, "");
  }

  /** Notes a test that failed. */
  synchronized void failed(String id, Throwable why) {
    StringWriter trace = new StringWriter();
    why.printStackTrace(new PrintWriter(trace));
    add(FAILED, id, trace.toString());
  }

  private void add(String status, String id, String text) {
    int count = seen.merge(id, 1, Integer::sum);
    String unique = count == 1 ? id : id + " (" + count + ")";
    long millis = (System.nanoTime() - start) / 1_000_000;
    write(status + "\t" + oneLine(unique) + "\t" + millis + "\t" + oneLine(text));
  }

  private static String oneLine(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "").replace("\n", "\\n");
  }

  /** Writes a line at once: a suite that hangs shall say how far it came. */
  synchronized void write(String line) {
    try {
      file.write(line + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
