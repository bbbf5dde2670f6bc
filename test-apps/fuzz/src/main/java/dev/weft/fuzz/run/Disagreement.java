package dev.weft.fuzz.run;

import dev.weft.fuzz.program.Node;

/**
 * A program that does not do the same in all ways of running it.
 *
 * @param program its tree
 * @param way how it was run
 * @param kind what is wrong, in a word, the same for the program when it is shrunk
 * @param detail for people
 */
public record Disagreement(Node program, String way, Kind kind, String detail) {

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

  @Override
  public String toString() {
    return kind + ", " + way + "\n" + detail.indent(2) + program;
  }
}
