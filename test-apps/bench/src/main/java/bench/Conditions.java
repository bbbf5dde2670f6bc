package bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import kotlin.KotlinVersion;

/** Under what conditions a run measures, as lines for the head of the table. */
final class Conditions {

  private Conditions() {}

  static List<String> of(Arguments arguments, int rounds) {
    return List.of(
        "Measured "
            + LocalDate.now()
            + " on "
            + Runtime.getRuntime().availableProcessors()
            + " cores ("
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + "), load average at the start "
            + String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
            + ".",
        "Kotlin " + KotlinVersion.CURRENT + ", Kilim " + kilimVersion() + ".",
        "Times in ns: the median of all iterations [the lowest, the highest median of "
            + rounds
            + " forks; of one fork: the lowest, the highest iteration]; all columns with `"
            + String.join(" ", arguments.sharedJvmArgs())
            + "`, forks of a row taken in turn.",
        "Heap in bytes for each of 1,000,000 suspended coroutines with a body object of its own,"
            + " everything reachable and a slot of 4 bytes in an array counted: growth of the used"
            + " heap (in parentheses: what JOL finds by walking).");
  }

  private static String kilimVersion() {
    Properties properties = new Properties();
    try (InputStream in =
        Conditions.class.getResourceAsStream("/META-INF/maven/org.db4j/kilim/pom.properties")) {
      if (in == null) {
        return "(unknown)";
      }
      properties.load(in);
    } catch (IOException failure) {
      return "(unknown: " + failure.getMessage() + ")";
    }
    return properties.getProperty("version");
  }
}
