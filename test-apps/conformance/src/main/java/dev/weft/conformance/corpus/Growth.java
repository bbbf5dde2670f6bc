package dev.weft.conformance.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much larger each unit gets by weaving, as it was recorded: a checked-in file with lines of
 * JDK, unit, and the size after by the size before.
 */
final class Growth {
  /** A growth may be this much larger than the recorded one. */
  private static final double TOLERANCE = 1.10;

  private final Path file;
  private final Map<String, Double> recorded = new TreeMap<>();

  private Growth(Path file) {
    this.file = file;
  }

  /** Reads the file. */
  static Growth read(Path file) throws IOException {
    Growth growth = new Growth(file);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        if (!line.startsWith("#")) {
          int tab = line.lastIndexOf('\t');
          growth.recorded.put(line.substring(0, tab), Double.valueOf(line.substring(tab + 1)));
        }
      }
    }
    return growth;
  }

  /** What exceeds the record; a unit without a record does, too. */
  List<String> excesses(int jdk, List<UnitReport> reports) {
    List<String> excesses = new ArrayList<>();
    for (UnitReport report : reports) {
      Double limit = recorded.get(key(jdk, report));
      if (limit == null) {
        excesses.add(report.unit() + " has no recorded growth on " + jdk + "; record it: --record");
      } else if (report.growth() > limit * TOLERANCE) {
        excesses.add(
            String.format(
                Locale.ROOT,
                "%s grows %.3f times on %d, recorded are %.3f",
                report.unit(),
                report.growth(),
                jdk,
                limit));
      }
    }
    return excesses;
  }

  /** Records these growths, and keeps those of other units. */
  void record(int jdk, List<UnitReport> reports) throws IOException {
    reports.forEach(report -> recorded.put(key(jdk, report), report.growth()));
    StringBuilder text =
        new StringBuilder("# JDK, unit, size of the woven class files by that of the originals\n");
    recorded.forEach(
        (key, growth) -> text.append(String.format(Locale.ROOT, "%s\t%.3f%n", key, growth)));
    Files.writeString(file, text);
  }

  private static String key(int jdk, UnitReport report) {
    return jdk + "\t" + report.unit();
  }
}
