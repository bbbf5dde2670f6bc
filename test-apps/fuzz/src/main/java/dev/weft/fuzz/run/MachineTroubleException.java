package dev.weft.fuzz.run;

import java.util.regex.Pattern;

/** The JVM ran out of something: that says nothing about the program that was being run. */
public final class MachineTroubleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final Pattern TROUBLE =
      Pattern.compile(
          "Out of space in CodeCache|java\\.lang\\.OutOfMemoryError|unable to create native thread"
              + "|Metaspace");

  private MachineTroubleException(String detail) {
    super(
        "the machine's trouble, not a disagreement (give the JVM more, see test-apps/fuzz/run):\n"
            + detail);
  }

  /**
   * Lets a disagreement pass, unless its text tells of the JVM's own end.
   *
   * @throws MachineTroubleException if it does
   */
  static void check(String detail) {
    if (TROUBLE.matcher(detail).find()) {
      throw new MachineTroubleException(detail);
    }
  }
}
