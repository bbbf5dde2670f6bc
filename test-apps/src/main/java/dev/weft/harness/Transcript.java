package dev.weft.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program should print, and when.
 *
 * <p>The text form is the output itself, with these additions:
 *
 * <pre>{@code
 * # a comment
 * ~ 5 x                       what follows comes five times; {k} is 1, then 2, ...
 * ~ end                       end of what is repeated
 * ~ 1 s later                 the next line comes a second after the one before it
 * took {number} ms            {number} is any number
 * }</pre>
 *
 * <p>Every line must come in this order, and no other. A time is a lower bound: a line may come up
 * to {@value #SLACK_SECONDS} s later than said, for a busy machine, but not earlier.
 *
 * @param lines first to last
 */
public record Transcript(List<Line> lines) {
  private static final double SLACK_SECONDS = 2;

  /** The clock runs in the reader: a line it is slow to see makes the next one come too early. */
  private static final double READER_SECONDS = 0.1;

  private static final Pattern REPEAT = Pattern.compile("(\\d+) x");
  private static final Pattern LATER = Pattern.compile("(\\d+(?:\\.\\d+)?) s later");
  private static final Pattern NUMBER = Pattern.compile("{number}", Pattern.LITERAL);

  /**
   * One line.
   *
   * @param text may contain {@code {number}}
   * @param secondsLater how long after the line before it, in seconds; 0 if it does not matter
   */
  public record Line(String text, double secondsLater) {

    private boolean matches(String printed) {
      String[] parts = NUMBER.split(text, -1);
      StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
      for (int i = 1; i < parts.length; i++) {
        regex.append("\\d+(?:\\.\\d+)?").append(Pattern.quote(parts[i]));
      }
      return printed.matches(regex.toString());
    }
  }

  /** A transcript of {@code lines}. */
  public Transcript {
    lines = List.copyOf(lines);
  }

  // ---- reading -------------------------------------------------------------------------------

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if a line that begins with {@code ~} says nothing known
   */
  public static Transcript parse(String text) {
    List<Line> lines = new ArrayList<>();
    List<Line> repeated = new ArrayList<>();
    int times = 0; // 0 outside of a repetition
    double later = 0;
    for (String line : text.lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith("~")) {
        (times > 0 ? repeated : lines).add(new Line(line, later));
        later = 0;
        continue;
      }
      String order = line.substring(1).strip();
      Matcher repeat = REPEAT.matcher(order);
      Matcher wait = LATER.matcher(order);
      if (times == 0 && repeat.matches()) {
        times = Integer.parseInt(repeat.group(1));
      } else if (times > 0 && order.equals("end")) {
        lines.addAll(repeat(repeated, times));
        repeated.clear();
        times = 0;
      } else if (wait.matches()) {
        later = Double.parseDouble(wait.group(1));
      } else {
        throw new IllegalArgumentException("a transcript cannot say here: " + line);
      }
    }
    if (times > 0) {
      throw new IllegalArgumentException("a transcript has '~ " + times + " x' without '~ end'");
    }
    return new Transcript(lines);
  }

  private static List<Line> repeat(List<Line> lines, int times) {
    List<Line> all = new ArrayList<>();
    for (int k = 1; k <= times; k++) {
      for (Line line : lines) {
        all.add(new Line(line.text().replace("{k}", String.valueOf(k)), line.secondsLater()));
      }
    }
    return all;
  }

  // ---- comparing -----------------------------------------------------------------------------

  /**
   * Compares with what was printed.
   *
   * @param scale how long a second of the transcript took
   * @return what is wrong, for the user; empty if nothing is
   */
  public Optional<String> mismatch(List<PrintedLine> printed, double scale) {
    boolean sameText = printed.size() == lines.size();
    for (int i = 0; sameText && i < lines.size(); i++) {
      sameText = lines.get(i).matches(printed.get(i).text());
    }
    return sameText ? wrongTime(printed, scale) : Optional.of(difference(printed));
  }

  private Optional<String> wrongTime(List<PrintedLine> printed, double scale) {
    for (int i = 1; i < lines.size(); i++) {
      double expected = lines.get(i).secondsLater() * scale;
      double seconds = (printed.get(i).nanos() - printed.get(i - 1).nanos()) / 1e9;
      if (expected > 0
          && (seconds < expected - Math.min(READER_SECONDS, expected / 2)
              || seconds > expected + SLACK_SECONDS)) {
        return Optional.of(
            String.format(
                "line %d came %.2f s after the one before it, not %.2f s: %s%n",
                i + 1, seconds, expected, printed.get(i).text()));
      }
    }
    return Optional.empty();
  }

  /** Both, line by line: {@code -} expected, {@code +} printed, by longest common subsequence. */
  private String difference(List<PrintedLine> printed) {
    int[][] common = new int[lines.size() + 1][printed.size() + 1];
    for (int i = lines.size() - 1; i >= 0; i--) {
      for (int j = printed.size() - 1; j >= 0; j--) {
        common[i][j] =
            lines.get(i).matches(printed.get(j).text())
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    StringBuilder text = new StringBuilder("- expected, + printed:\n");
    int i = 0;
    int j = 0;
    while (i < lines.size() || j < printed.size()) {
      if (i < lines.size() && j < printed.size() && lines.get(i).matches(printed.get(j).text())) {
        text.append("    ").append(printed.get(j++).text()).append('\n');
        i++;
      } else if (j == printed.size()
          || (i < lines.size() && common[i + 1][j] >= common[i][j + 1])) {
        text.append("  - ").append(lines.get(i++).text()).append('\n');
      } else {
        text.append("  + ").append(printed.get(j++).text()).append('\n');
      }
    }
    return text.toString();
  }
}
