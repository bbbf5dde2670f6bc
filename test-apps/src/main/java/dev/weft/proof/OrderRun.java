package dev.weft.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The command behind {@code test-apps/run order}: the gallery on a manual clock, many times, in
 * JVMs of several kinds, on both JDKs. Every run must do the same, and what is recorded.
 */
public final class OrderRun {
  /** What might show a dependence on addresses, hashes, memory, compilation or processors. */
  private static final List<List<String>> KINDS =
      List.of(
          List.of(),
          List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
          List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2", "-XX:+UseParallelGC"),
          List.of("-Xmx96m", "-XX:+UseG1GC"),
          List.of("-XX:ActiveProcessorCount=1", "-XX:-TieredCompilation"));

  private static final String USAGE =
      """
      usage: test-apps/run order [--runs N] [--record]

      Runs each program of the gallery N times (1000 unless said) on a manual clock and
      compares the order of everything that happened: within JVMs of five kinds, between
      them, between JDK 17 and 25, and with what is recorded; --record writes that.""";

  private int runs = 1000;
  private boolean record;
  private final Map<String, TreeSet<String>> seen = new TreeMap<>();
  private int differing;

  private OrderRun() {}

  /**
   * Runs the command line.
   *
   * @return the exit status
   */
  public static int run(List<String> words) throws IOException, InterruptedException {
    OrderRun order = new OrderRun();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("--record")) {
        order.record = true;
      } else if (words.get(i).equals("--runs") && i + 1 < words.size()) {
        order.runs = Integer.parseInt(words.get(++i));
      } else {
        System.out.println(USAGE);
        return words.get(i).equals("--help") ? 0 : 2;
      }
    }
    return order.all() ? 0 : 1;
  }

  private boolean all() throws IOException, InterruptedException {
    int each = Math.max(1, runs / KINDS.size());
    System.out.println("| JDK | JVM | Runs of each | Programs | Events in a run | Differing |");
    System.out.println("|---|---|---|---|---|---|");
    for (Map.Entry<Integer, Path> jdk : Jdks.both().entrySet()) {
      for (List<String> kind : KINDS) {
        run(jdk.getKey(), jdk.getValue(), kind, each);
      }
    }
    RecordedOrder recorded = RecordedOrder.load();
    Map<String, String> single = new TreeMap<>();
    seen.forEach(
        (program, lines) -> {
          String last = recorded.of(program).orElse("nothing");
          if (lines.size() > 1) {
            complain(program + " does different things in different JVMs: " + lines);
          } else if (!record && !lines.first().equals(last)) {
            complain(program + " did " + lines.first() + ", recorded is " + last);
          }
          single.put(program, lines.first());
        });
    if (record && differing == 0) {
      recorded.write(Path.of(System.getProperty("weft.resources")), single);
      System.out.println("Recorded.");
    }
    return differing == 0;
  }

  private void run(int jdk, Path java, List<String> kind, int each)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(kind);
    arguments.add(OrderProcess.class.getName());
    arguments.add(String.valueOf(each));
    int before = differing;
    int programs = 0;
    long events = 0;
    for (String line : new ProofJvm(java).run(arguments)) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("DIFFERS")) {
        complain(line);
      } else {
        programs++;
        events += Long.parseLong(words[1]);
        seen.computeIfAbsent(words[0], name -> new TreeSet<>()).add(words[1] + " " + words[2]);
      }
    }
    System.out.printf(
        "| %d | %s | %,d | %d | %,d | %d |%n",
        jdk, String.join(" ", kind), each, programs, events, differing - before);
  }

  private void complain(String what) {
    differing++;
    System.out.println("VIOLATED: " + what);
  }
}
