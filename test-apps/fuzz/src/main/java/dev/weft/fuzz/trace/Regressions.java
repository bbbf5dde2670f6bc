package dev.weft.fuzz.trace;

import dev.weft.fuzz.trace.Traces.Difference;
import dev.weft.fuzz.trace.model.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The traces that once differed: a line each, the seed of the forced suspensions and the script;
 * lines that start with # are comments.
 */
public record Regressions(List<String> lines) {
  /** Those of a file. */
  public static Regressions of(Path file) throws IOException {
    return new Regressions(
        Files.readAllLines(file).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList());
  }

  /** Those that still differ, or do again. */
  public List<Difference> replay(boolean forces) {
    Traces traces = new Traces(Fault.NONE, forces);
    return lines.stream()
        .flatMap(
            line -> {
              int space = line.indexOf(' ');
              long seed = Long.parseLong(line.substring(0, space));
              return traces.replay(line.substring(space + 1), seed).stream();
            })
        .toList();
  }
}
