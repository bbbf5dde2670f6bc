package bench.tasks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The command line.
 *
 * @param rounds how many processes of each cell
 * @param works what is done
 * @param jdks feature numbers of the JDKs; empty for all there are
 * @param peers names of columns; empty for all
 * @param jvmArgs the flags of every JVM
 */
record TaskOptions(
    int rounds, Set<TaskWork> works, List<Integer> jdks, List<String> peers, List<String> jvmArgs) {

  static final String USAGE =
      """
      test-apps/bench/run tasks [quick] [OPTION...]

        quick               one process of each cell: to see that all runs, not to quote
        --rounds=11         how many processes of each cell, peers in turn
        --work=ring,skynet  spawn, suspended, sleepers, many_sleepers, channel, ring, skynet
        --jdk=17,25         measure on these JDKs only
        --peer=weft,kotlin  weft, kotlin, kilim, vt, go, asyncio, gevent
        --jvm=ARGS          the flags of every JVM instead of those below, spaces between
        --no-build          take the classes and jars as they are

      """;

  /**
   * A heap that grows with what lives: peak memory then tells how much the tasks hold, not how long
   * a collector puts off its work.
   */
  private static final List<String> JVM_ARGS = List.of("-Xmx4g", "-XX:+UseSerialGC");

  private static final int ROUNDS = 11;

  static TaskOptions parse(String... args) {
    int rounds = ROUNDS;
    Set<TaskWork> works = EnumSet.allOf(TaskWork.class);
    List<Integer> jdks = List.of();
    List<String> peers = List.of();
    List<String> jvmArgs = JVM_ARGS;
    for (String arg : args) {
      String value = arg.substring(arg.indexOf('=') + 1);
      if (arg.equals("quick")) {
        rounds = 1;
      } else if (arg.startsWith("--rounds=")) {
        rounds = Integer.parseInt(value);
      } else if (arg.startsWith("--work=")) {
        works =
            Arrays.stream(value.split(","))
                .map(name -> TaskWork.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(TaskWork.class)));
      } else if (arg.startsWith("--jdk=")) {
        jdks = Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
      } else if (arg.startsWith("--peer=")) {
        peers = List.of(value.split(","));
      } else if (arg.startsWith("--jvm=")) {
        jvmArgs = List.of(value.trim().split("\\s+"));
      } else {
        throw new IllegalArgumentException("unknown option " + arg);
      }
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds must be at least 1, not " + rounds);
    }
    return new TaskOptions(rounds, works, jdks, peers, jvmArgs);
  }

  boolean wantsJdk(int jdk) {
    return jdks.isEmpty() || jdks.contains(jdk);
  }

  boolean wantsPeer(String peer) {
    return peers.isEmpty() || peers.contains(peer);
  }
}
