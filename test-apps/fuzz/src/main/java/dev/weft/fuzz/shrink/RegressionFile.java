package dev.weft.fuzz.shrink;

import dev.weft.fuzz.program.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Programs that showed a fault once, one a line; lines that begin with # say what it was. */
public final class RegressionFile {
  private static final String COMMENT = "#";

  private RegressionFile() {}

  /** The programs of a file's text. */
  public static List<Node> parse(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith(COMMENT))
        .map(Node::parse)
        .toList();
  }

  /** Appends a program, if the file does not have it yet. */
  public static void append(Path file, Node program, String why) throws IOException {
    String line = program.toString();
    boolean known = Files.exists(file) && Files.readAllLines(file).contains(line);
    if (!known) {
      Files.writeString(
          file,
          why.lines().findFirst().map(first -> COMMENT + " " + first + "\n").orElse("")
              + line
              + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
