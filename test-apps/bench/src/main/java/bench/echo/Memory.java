package bench.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a process holds, in bytes.
 *
 * @param heap used after collections
 * @param resident of the operating system; -1 where it does not say
 * @param threads of the JVM
 */
record Memory(long heap, long resident, int threads) {

  /** Says what this process holds for each line of input, until there is none. */
  static void answerUntilEnd() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (in.readLine() != null) {
      System.out.println(now().text());
    }
    System.exit(0);
  }

  private static Memory now() throws IOException {
    System.gc();
    System.gc();
    return new Memory(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        readResident(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static long readResident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
        .findFirst()
        .orElse(-1);
  }

  private String text() {
    return String.format(Locale.ROOT, "%d %d %d", heap, resident, threads);
  }

  /** Reads what another process has said. */
  static Memory parse(String line) {
    String[] parts = line.trim().split(" ");
    return new Memory(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
  }
}
