package dev.weft.existing;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pairing printed on threads, and under the agent.
 *
 * @param messages what the agent said
 */
record Comparison(
    Pairing pairing,
    List<String> plain,
    List<String> woven,
    List<String> messages,
    double plainSeconds,
    double wovenSeconds) {
  private static final double NANOS = 1e9;

  /** One run of both. */
  private record Run(List<String> output, List<String> errors, double seconds) {}

  /** Runs it on threads, and then under the agent. */
  static Comparison of(Pairing pairing, Places places) throws Exception {
    Run plain = run(pairing, places, null);
    Run woven = run(pairing, places, "include=" + pairing.include() + ",patch=on");
    List<String> messages = new ArrayList<>(woven.errors());
    messages.removeAll(plain.errors());
    return new Comparison(
        pairing, plain.output(), woven.output(), messages, plain.seconds(), woven.seconds());
  }

  private static Run run(Pairing pairing, Places places, String agent) throws Exception {
    long start = System.nanoTime();
    List<String> output = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    try (Program server =
        new Program(places, pairing.server(), pairing.weavesServer() ? agent : null)) {
      try (Program load =
          new Program(places, pairing.load(), pairing.weavesLoad() ? agent : null, server.port())) {
        add(load.end(), output, errors);
      }
      add(server.end(), output, errors);
    }
    return new Run(output, errors, (System.nanoTime() - start) / NANOS);
  }

  private static void add(Program.Printed printed, List<String> output, List<String> errors) {
    output.addAll(printed.output());
    errors.addAll(printed.errors());
  }

  boolean isEqual() {
    return plain.equals(woven);
  }
}
