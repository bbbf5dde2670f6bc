package dev.weft.agent.discover;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of one of the files in {@code META-INF/weft}.
 *
 * @param file where the file was found
 * @param number of the line, from 1
 * @param text without white space around it; never empty nor a comment
 */
public record ListedLine(String file, int number, String text) {

  /** The lines of a file that say something: not empty, and not beginning with {@code #}. */
  public static List<ListedLine> of(String file, byte[] content) {
    List<ListedLine> lines = new ArrayList<>();
    int number = 0;
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        lines.add(new ListedLine(file, number, text));
      }
    }
    return lines;
  }
}
