package dev.weft.proof;

import dev.weft.harness.Program;

/**
 * The program of a JVM that runs the gallery many times.
 *
 * <p>Argument: how many times. Prints a line for each program: its name and what {@link
 * RecordedOrder} would record; or {@code DIFFERS}, the name, and how two runs differ.
 */
public final class OrderProcess {
  private OrderProcess() {}

  /** Runs them. */
  public static void main(String[] arguments) throws Exception {
    int runs = Integer.parseInt(arguments[0]);
    for (Program program : RecordedOrder.load().programs()) {
      System.out.println(line(program, runs));
    }
  }

  private static String line(Program program, int runs) throws Exception {
    Interleaving first = Interleaving.of(program);
    String hash = first.hash();
    for (int run = 1; run < runs; run++) {
      Interleaving next = Interleaving.of(program);
      if (!next.hash().equals(hash)) {
        return "DIFFERS " + program.name() + " in run " + run + ": " + first.difference(next);
      }
    }
    return program.name() + " " + RecordedOrder.line(first);
  }
}
