package dev.weft.conformance.self;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command behind {@code test-apps/conformance/run self}. */
public final class SelfRun {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
  private static final List<Double> RATES = List.of(0.0, 0.01, 0.3);

  private SelfRun() {}

  /** Runs all seeds and rates; {@code test-apps/conformance/run} sets the system properties. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      System.out.println("usage: test-apps/conformance/run self");
      System.exit(arguments[0].equals("--help") ? 0 : 2);
    }
    Map<Integer, Path> jdks = new LinkedHashMap<>();
    jdks.put(17, Path.of(System.getProperty("weft.java")));
    String home = System.getProperty("weft.jdk25");
    if (home.isEmpty()) {
      System.out.println("There is no JDK 25; WEFT_JDK25 can name one.");
    } else {
      jdks.put(25, Path.of(home, "bin", "java"));
    }
    System.out.println(
        "| JDK | Seed | Rate | Classes | Suspensions forced | Coroutine left and resumed |"
            + " Files that differ | Processor time |\n|---|---|---|---|---|---|---|---|");
    boolean same = true;
    for (Map.Entry<Integer, Path> jdk : jdks.entrySet()) {
      same &= run(jdk.getKey(), jdk.getValue());
    }
    System.exit(same ? 0 : 1);
  }

  private static boolean run(int jdk, Path java) throws IOException, InterruptedException {
    Path agent = Path.of(System.getProperty("weft.agent.jar"));
    Path work = Path.of(System.getProperty("weft.conformance"), "target/work/self-" + jdk);
    SelfResult plain =
        SelfResult.plain(java, agent, Path.of(System.getProperty("weft.runtime.jar")), work);
    boolean same = true;
    for (double rate : RATES) {
      for (long seed : rate == 0 ? List.of(1L) : SEEDS) {
        SelfResult woven = SelfResult.woven(java, agent, work, seed, rate);
        List<Path> differences = plain.differences(woven);
        differences.forEach(file -> System.out.println("VIOLATED: " + file + " differs"));
        same &= differences.isEmpty();
        System.out.printf(
            "| %d | %d | %s | %,d | %,d | %,d | %d | %.1f times |%n",
            jdk,
            seed,
            rate,
            plain.files().size() / 2,
            woven.forced(),
            woven.suspended(),
            differences.size(),
            woven.millis() / (double) plain.millis());
      }
    }
    return same;
  }
}
