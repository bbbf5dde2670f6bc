package dev.weft.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.harness.Catalogue;
import dev.weft.harness.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hash of the {@link Interleaving} of each program of the gallery, as it is checked in: a line
 * with name, number of events and hash, or, for a program of which no order is promised, with name,
 * a dash and the reason.
 */
public final class RecordedOrder {
  private static final String FILE = "interleavings.txt";

  private final Map<String, String> lines = new LinkedHashMap<>();

  private RecordedOrder(String text) {
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      int space = line.indexOf(' ');
      lines.put(line.substring(0, space), line.substring(space + 1));
    }
  }

  /** What is recorded. */
  public static RecordedOrder load() throws IOException {
    try (InputStream in = RecordedOrder.class.getResourceAsStream(FILE)) {
      return new RecordedOrder(new String(in.readAllBytes(), UTF_8));
    }
  }

  /** The programs of which an order is promised. */
  public List<Program> programs() {
    List<Program> programs = new ArrayList<>(Catalogue.find(Catalogue.GALLERY));
    programs.removeIf(program -> lines.getOrDefault(program.name(), "").startsWith("- "));
    return programs;
  }

  /** What is recorded of {@code program}; empty when nothing is. */
  public Optional<String> of(String program) {
    return Optional.ofNullable(lines.get(program));
  }

  /** How many lines there are. */
  public int size() {
    return lines.size();
  }

  /** How a run of a program is recorded. */
  public static String line(Interleaving run) {
    return run.lines().size() + " " + run.hash();
  }

  /** Records {@code runs} in the source of the resource. */
  void write(Path resources, Map<String, String> runs) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        "# What the programs of the gallery do on a manual clock: events and their hash.\n");
    text.append("# Written by: test-apps/run order --record\n");
    for (Program program : Catalogue.find(Catalogue.GALLERY)) {
      String line = runs.getOrDefault(program.name(), lines.get(program.name()));
      text.append(program.name()).append(' ').append(line).append('\n');
    }
    Files.writeString(resources.resolve("dev/weft/proof").resolve(FILE), text);
  }
}
