package bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * The command line: our own options first, then JMH's.
 *
 * @param quick one short fork instead of three full ones
 * @param jdks feature numbers of the JDKs to measure on; empty for all there are
 * @param collector of the JVM, as in {@code -XX:+Use…GC}
 * @param agentOptions of the Weft agent, or empty
 * @param variants further columns of Weft
 * @param jmh the rest
 */
record Arguments(
    boolean quick,
    List<Integer> jdks,
    String collector,
    String agentOptions,
    List<Variant> variants,
    List<String> jmh) {

  static final String USAGE =
      """
      test-apps/bench/run [quick] [OPTION...] [JMH argument...]

        quick               one short fork instead of three full ones: to see that all runs, not to quote
        --jdk=17,25         measure on these JDKs only
        --gc=G1             collector for all times: G1 (default), Parallel, Serial
        --agent=OPTIONS     options of the Weft agent
        --variant=NAME:ARGS a further column of Weft with these JVM arguments (repeatable)
        --no-build          take the classes and jars as they are

      Frequent JMH arguments: a regular expression for the benchmarks (B1Resume, B2Generator.walk, Heap),
      -p peer=weft,kotlin  -p depth=1  -f FORKS  -wi, -i ITERATIONS  -w, -r TIME  -prof PROFILER
      """;

  /**
   * A column of Weft with JVM arguments of its own, to see what a check costs.
   *
   * @param name what follows "weft" in the heading
   */
  record Variant(String name, List<String> jvmArgs) {

    Variant {
      jvmArgs = List.copyOf(jvmArgs);
    }

    private static Variant parse(String text) {
      int colon = text.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("--variant=" + text + ": expected NAME:ARGS");
      }
      return new Variant(
          text.substring(0, colon), List.of(text.substring(colon + 1).trim().split("\\s+")));
    }
  }

  Arguments {
    jdks = List.copyOf(jdks);
    variants = List.copyOf(variants);
    jmh = List.copyOf(jmh);
  }

  static Arguments parse(String... args) {
    boolean quick = false;
    List<Integer> jdks = List.of();
    String collector = "G1";
    String agentOptions = "";
    List<Variant> variants = new ArrayList<>();
    int at = 0;
    for (; at < args.length; at++) {
      String arg = args[at];
      String value = arg.substring(arg.indexOf('=') + 1);
      if (arg.equals("quick")) {
        quick = true;
      } else if (arg.startsWith("--jdk=")) {
        jdks = Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
      } else if (arg.startsWith("--gc=")) {
        collector = value;
      } else if (arg.startsWith("--agent=")) {
        agentOptions = value;
      } else if (arg.startsWith("--variant=")) {
        variants.add(Variant.parse(value));
      } else {
        break;
      }
    }
    List<String> jmh = Arrays.asList(args).subList(at, args.length);
    return new Arguments(quick, jdks, collector, agentOptions, variants, jmh);
  }

  /** What the JVMs of all columns have in common when times are measured. */
  List<String> sharedJvmArgs() {
    return List.of("-Xms2g", "-Xmx2g", "-XX:+Use" + collector + "GC");
  }

  /** The JMH options without the expressions that choose benchmarks. */
  CommandLineOptions withoutPatterns(CommandLineOptions options) throws CommandLineOptionException {
    List<String> rest = new ArrayList<>(jmh);
    for (String pattern : options.getIncludes()) {
      rest.remove(rest.lastIndexOf(pattern));
    }
    return new CommandLineOptions(rest.toArray(String[]::new));
  }
}
