package dev.weft.fuzz.run;

import dev.weft.fuzz.program.Node;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that does not do the same in all ways of running it.
 *
 * @param program its tree
 * @param way how it was run
 * @param kind what is wrong, in a word, the same for the program when it is shrunk
 * @param detail for people
 */
public record Disagreement(Node program, String way, Kind kind, String detail) {

  private static final Pattern ERROR =
      Pattern.compile("java\\.lang\\.\\w+(Error|Exception)(: [A-Za-z ]+$)?", Pattern.MULTILINE);

  /** What may be wrong. */
  public enum Kind {
    /** The plain JVM does not take the program: a fault of the generator. */
    REFUSED_PLAIN,
    /** The weaver threw. */
    WEAVER_FAILED,
    /** The weaver refused a method, or warned. */
    WEAVER_SPOKE,
    /** The JVM does not take the woven classes. */
    REFUSED_WOVEN,
    /** Result, exception or log differ. */
    OUTCOME,
    /** A point suspended that should not, or the other way round. */
    PINNED,
    /** It goes on being resumed. */
    ENDLESS
  }

  /** Whether another one is of the same kind, and if the JVM refuses the program, by as much. */
  public boolean isLike(Disagreement other) {
    return kind == other.kind && (kind != Kind.REFUSED_PLAIN || reason().equals(other.reason()));
  }

  /** The error by which the JVM refuses the program, without the names in it. */
  private String reason() {
    Matcher error = ERROR.matcher(detail);
    return error.find() ? error.group() : detail;
  }

  @Override
  public String toString() {
    return kind + ", " + way + "\n" + detail.indent(2) + program;
  }
}
