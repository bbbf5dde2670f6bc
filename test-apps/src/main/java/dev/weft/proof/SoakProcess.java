package dev.weft.proof;

import java.util.List;

/** The program of a JVM that is soaked. Arguments: around what, the seed, and how many seconds. */
public final class SoakProcess {
  private SoakProcess() {}

  /** Soaks. The exit status is 1 if something is wrong. */
  public static void main(String[] arguments) throws Exception {
    List<String> wrong =
        new Soak(
                Soak.Around.valueOf(arguments[0]),
                Long.parseLong(arguments[1]),
                Integer.parseInt(arguments[2]),
                System.out)
            .run();
    System.exit(wrong.isEmpty() ? 0 : 1);
  }
}
