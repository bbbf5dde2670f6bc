package dev.weft.conformance.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tests that see that they are woven, by the checked-in list. */
final class Exceptions {
  /** What the list may grow to. */
  static final int MOST = 20;

  private final List<Line> lines;

  private Exceptions(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * A line of the list.
   *
   * @param test what the name of the test contains
   */
  private record Line(String suite, String test) {}

  /**
   * Reads the list: library, test and reason on each line, separated by tabs.
   *
   * @throws IllegalStateException if a line has no reason, or there are too many
   */
  static Exceptions read(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith("#") && !line.isBlank()) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 3 || parts[2].isBlank()) {
          throw new IllegalStateException(file + ": no library, test and reason: " + line);
        }
        lines.add(new Line(parts[0], parts[1]));
      }
    }
    if (lines.size() > MOST) {
      throw new IllegalStateException(file + " has more than " + MOST + " lines");
    }
    return new Exceptions(lines);
  }

  /** Whether the list has a test. */
  boolean allow(Suite suite, String test) {
    return lines.stream()
        .anyMatch(line -> line.suite().equals(suite.name()) && test.contains(line.test()));
  }
}
