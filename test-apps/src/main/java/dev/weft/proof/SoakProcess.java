package dev.weft.proof;

import java.util.List;

/** The program of a JVM that is soaked. Arguments: the seed, and how many seconds. */
public final class SoakProcess {
  private SoakProcess() {}

  /** Soaks. The exit status is 1 if something is wrong. */
  public static void main(String[] arguments) throws Exception {
    List<String> wrong =
        new Soak(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]), System.out).run();
    System.exit(wrong.isEmpty() ? 0 : 1);
  }
}
