package dev.weft.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The command behind {@code test-apps/run soak}: a {@link Soak} on each JDK. */
public final class SoakRun {
  private static final String USAGE =
      """
      usage: test-apps/run soak [--around weft|jdk] [--seconds N] [--seed S] [--jdk V]

      Storms of tasks on several hubs, tasks that migrate and threads, which are killed,
      cancelled and interrupted, for N seconds (600 unless said) on JDK 17 and then 25:
      nothing may be lost, and heap and threads must not grow. They meet at Weft's own
      classes, or at those of java.util.concurrent.""";

  private SoakRun() {}

  /**
   * Runs the command line.
   *
   * @return the exit status
   */
  public static int run(List<String> words) throws IOException, InterruptedException {
    String seconds = "600";
    String seed = String.valueOf(System.nanoTime());
    String jdk = "";
    Soak.Around around = Soak.Around.WEFT;
    for (int i = 0; i < words.size(); i += 2) {
      String value = i + 1 < words.size() ? words.get(i + 1) : "";
      if (words.get(i).equals("--seconds") && value.matches("\\d+")) {
        seconds = value;
      } else if (words.get(i).equals("--seed") && value.matches("-?\\d+")) {
        seed = value;
      } else if (words.get(i).equals("--around") && value.matches("weft|jdk")) {
        around = Soak.Around.valueOf(value.toUpperCase(Locale.ROOT));
      } else if (words.get(i).equals("--jdk") && value.matches("\\d+")) {
        jdk = value;
      } else {
        System.out.println(USAGE);
        return words.get(i).equals("--help") ? 0 : 2;
      }
    }
    int worst = 0;
    for (Map.Entry<Integer, Path> each : Jdks.both().entrySet()) {
      if (jdk.isEmpty() || jdk.equals(String.valueOf(each.getKey()))) {
        System.out.println("JDK " + each.getKey());
        List<String> arguments =
            List.of("-Xmx512m", SoakProcess.class.getName(), around.name(), seed, seconds);
        worst = Math.max(worst, new ProofJvm(each.getValue()).run(arguments, System.out::println));
      }
    }
    return worst;
  }
}
