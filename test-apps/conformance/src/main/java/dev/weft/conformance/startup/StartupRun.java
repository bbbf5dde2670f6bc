package dev.weft.conformance.startup;

import dev.weft.conformance.corpus.ForkedJava;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import measured.Application;

/** The command behind {@code test-apps/conformance/run startup}. */
public final class StartupRun {
  private static final String USAGE =
      """
      usage: test-apps/conformance/run startup [--jdk 17|25] [--pairs N] [--times N]

        --jdk    on this JDK only
        --pairs  starts of each application with each agent, by turns; 21 if not given
        --times  pieces of work in one JVM, of which the last is the warm one; 5 if not given
      """;

  /** What an agent with nothing to weave may add, in milliseconds. */
  private static final long LIMIT = 100;

  /** The ways to start an application, in the order of their turns. */
  private enum Way {
    DO_NOTHING,
    NOTHING_TO_WEAVE,
    INCLUDE_ALL
  }

  private final Launch launch;
  private final Map<Way, List<String>> options = new EnumMap<>(Way.class);
  private final PrintStream out;
  private final int pairs;
  private final int times;

  private StartupRun(Launch launch, Path agent, Path work, PrintStream out, int pairs, int times)
      throws IOException {
    this.launch = launch;
    this.out = out;
    this.pairs = pairs;
    this.times = times;
    options.put(Way.DO_NOTHING, List.of("-javaagent:" + Launch.doNothingAgent(work)));
    options.put(Way.NOTHING_TO_WEAVE, List.of("-javaagent:" + agent));
    options.put(
        Way.INCLUDE_ALL, List.of("-javaagent:" + agent + "=include=**,log=" + work.resolve("log")));
  }

  /** Runs the command line; {@code test-apps/conformance/run} sets the system properties. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, Integer> numbers = numbers(arguments);
    Map<Integer, Path> jdks = new LinkedHashMap<>();
    jdks.put(17, Path.of(System.getProperty("weft.java")));
    if (System.getProperty("weft.jdk25").isEmpty()) {
      System.out.println("There is no JDK 25; WEFT_JDK25 can name one.");
    } else {
      jdks.put(25, ForkedJava.command(System.getProperty("weft.jdk25")));
    }
    if (numbers.containsKey("--jdk")) {
      jdks.keySet().retainAll(List.of(numbers.get("--jdk")));
    }
    Path module = Path.of(System.getProperty("weft.conformance"));
    boolean holds = true;
    for (Map.Entry<Integer, Path> jdk : jdks.entrySet()) {
      StartupRun run =
          new StartupRun(
              Launch.of(jdk.getValue(), module.resolve("target/corpus")),
              Path.of(System.getProperty("weft.agent.jar")),
              module.resolve("target"),
              System.out,
              numbers.getOrDefault("--pairs", 21),
              numbers.getOrDefault("--times", 5));
      System.out.printf("%nJDK %d%n%n", jdk.getKey());
      holds &= run.run();
    }
    System.exit(holds ? 0 : 1);
  }

  private static Map<String, Integer> numbers(String[] words) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      if (!List.of("--jdk", "--pairs", "--times").contains(words[i]) || i + 1 == words.length) {
        System.out.print(USAGE);
        System.exit(words[i].equals("--help") ? 0 : 2);
      }
      numbers.put(words[i], Integer.valueOf(words[i + 1]));
    }
    return numbers;
  }

  private boolean run() throws IOException, InterruptedException {
    out.println(
        "| Application | Agent | Start, ms | Added | Processor, ms | Added | Warm, ms | Classes |"
            + " Metaspace, MB |");
    out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|");
    boolean holds = true;
    for (Application application : Application.values()) {
      Map<Way, List<Start>> starts = new EnumMap<>(Way.class);
      for (int i = 0; i < pairs; i++) {
        for (Way way : Way.values()) {
          starts
              .computeIfAbsent(way, w -> new ArrayList<>())
              .add(launch.start(options.get(way), application, times));
        }
      }
      List<Start> base = starts.get(Way.DO_NOTHING);
      for (Way way : Way.values()) {
        row(application, way, starts.get(way), base);
      }
      long added = added(starts.get(Way.NOTHING_TO_WEAVE), base, Start::first);
      if (added > LIMIT) {
        out.println("VIOLATED: nothing to weave adds " + added + " ms, more than " + LIMIT);
        holds = false;
      }
    }
    return holds;
  }

  private void row(Application application, Way way, List<Start> starts, List<Start> base) {
    out.printf(
        Locale.ROOT,
        "| %s | %s | %,d | %+,d | %,d | %+,d | %,d | %,d | %.1f |%n",
        application.name().toLowerCase(Locale.ROOT),
        way.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        median(starts, Start::first),
        added(starts, base, Start::first),
        median(starts, Start::processor),
        added(starts, base, Start::processor),
        median(starts, Start::last),
        median(starts, Start::classes),
        median(starts, Start::metaspace) / 1024.0);
  }

  private static long added(List<Start> starts, List<Start> base, ToLongFunction<Start> of) {
    return median(starts, of) - median(base, of);
  }

  private static long median(List<Start> starts, ToLongFunction<Start> of) {
    long[] sorted = starts.stream().mapToLong(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
