package dev.weft.agent;

import dev.weft.agent.discover.ClassPatterns;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The options behind {@code -javaagent:weft-agent.jar=}: {@code key=value}, separated by commas.
 *
 * @param include classes all of whose methods are suspendable
 * @param exclude classes that are never woven
 * @param monitors classes that suspend while they hold monitors
 * @param dump folder for class files before and after weaving, and plans
 * @param log file for messages; empty means standard error
 * @param chaos seed and rate of forced suspensions
 * @param debug whether frames keep variables that only a debugger will look at
 * @param patch what is done for programs that know nothing of tasks
 * @param report file for the report of {@code patch=report}; empty means standard error
 * @param carriers how many threads run the tasks of {@code patch=on}; 0 for one a processor
 */
public record AgentOptions(
    ClassPatterns include,
    ClassPatterns exclude,
    ClassPatterns monitors,
    Optional<Path> dump,
    Optional<Path> log,
    Optional<ChaosOption> chaos,
    boolean debug,
    Patch patch,
    Optional<Path> report,
    int carriers) {

  /** What {@code patch=} says. */
  public enum Patch {
    /** Nothing: woven code suspends where Weft's own methods, or substituted ones, do. */
    OFF,
    /** Threads whose bodies are woven are tasks; the JDK's sockets and streams suspend, too. */
    ON,
    /** The program runs as it is, and a list of its blocking calls is written. */
    REPORT
  }

  /** What {@code chaos=SEED:RATE} says. */
  public record ChaosOption(long seed, double rate) {}

  /** The options as the user writes them, and what they are for. */
  private static final String[][] VALID = {
    {"include=com.acme.**|com.acme2.Job", "classes to weave without annotations"},
    {"exclude=com.acme.gen.**|com.acme.X", "classes never to weave"},
    {"monitors=com.acme.**|com.acme.Job", "classes to suspend while they hold monitors"},
    {"dump=DIR", "write class files and plans to DIR"},
    {"log=FILE", "write messages to FILE"},
    {"chaos=SEED:RATE", "force suspensions, for tests; 0 <= RATE <= 1"},
    {"debug=true", "keep variables nobody reads again, for a debugger"},
    {"patch=on, off or report", "run existing programs in tasks, or report what blocks"},
    {"report=FILE", "write the report of patch=report to FILE"},
    {"carriers=N", "run the tasks of patch=on on N threads; one a processor"},
  };

  /** The options, one line each. */
  public static String help() {
    StringBuilder help = new StringBuilder();
    for (String[] option : VALID) {
      help.append(help.length() == 0 ? "" : "\n").append("  %-34s %s".formatted((Object[]) option));
    }
    return help.toString();
  }

  /**
   * Parses the text behind the equals sign of {@code -javaagent}. No lambdas here: this runs while
   * the JVM starts.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static AgentOptions parse(String text) {
    Map<String, String> values = text == null || text.isBlank() ? Map.of() : values(text);
    String chaos = values.get("chaos");
    Patch patch = patch(values.getOrDefault("patch", "off"));
    if (values.containsKey("report") && patch != Patch.REPORT) {
      throw new IllegalArgumentException(
          "option 'report' names the file of a report that nobody asked for; add patch=report");
    }
    return new AgentOptions(
        patterns(values, "include"),
        patterns(values, "exclude"),
        patterns(values, "monitors"),
        path(values, "dump"),
        path(values, "log"),
        chaos == null ? Optional.empty() : Optional.of(chaos(chaos)),
        flag(values, "debug"),
        patch,
        path(values, "report"),
        carriers(values.get("carriers"), patch));
  }

  private static int carriers(String value, Patch patch) {
    if (value == null) {
      return 0;
    }
    if (patch != Patch.ON) {
      throw new IllegalArgumentException(
          "option 'carriers' is about the tasks of patch=on, of which there are none; add patch=on");
    }
    try {
      int carriers = Integer.parseInt(value);
      if (carriers > 0) {
        return carriers;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new IllegalArgumentException(
        "option 'carriers': '" + value + "' is not a number of threads, which is 1 or more");
  }

  private static Patch patch(String value) {
    for (Patch patch : Patch.values()) {
      if (patch.name().toLowerCase(Locale.ROOT).equals(value)) {
        return patch;
      }
    }
    throw new IllegalArgumentException(
        "option 'patch': '" + value + "' is not one of on, off and report");
  }

  private static Map<String, String> values(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String option : text.split(",", -1)) {
      int equals = option.indexOf('=');
      String key = equals < 0 ? option : option.substring(0, equals);
      String form = form(key);
      if (equals < 0 || equals == option.length() - 1) {
        throw new IllegalArgumentException("option '" + key + "' needs a value, as in " + form);
      }
      if (values.put(key, option.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "option '"
                + key
                + "' is given twice"
                + (form.contains("|") ? "; separate several patterns by |" : ""));
      }
    }
    return values;
  }

  private static String form(String key) {
    for (String[] option : VALID) {
      if (option[0].startsWith(key + "=")) {
        return option[0];
      }
    }
    throw new IllegalArgumentException(
        "unknown option '" + key + "'; valid options, separated by commas, are:\n" + help());
  }

  private static ClassPatterns patterns(Map<String, String> values, String key) {
    String value = values.get(key);
    try {
      return value == null ? ClassPatterns.NONE : ClassPatterns.parse(value);
    } catch (IllegalArgumentException e) {
      throw wrong(key, e);
    }
  }

  private static Optional<Path> path(Map<String, String> values, String key) {
    String value = values.get(key);
    try {
      return value == null ? Optional.empty() : Optional.of(Path.of(value));
    } catch (IllegalArgumentException e) {
      throw wrong(key, e);
    }
  }

  private static IllegalArgumentException wrong(String key, IllegalArgumentException cause) {
    return new IllegalArgumentException("option '" + key + "': " + cause.getMessage(), cause);
  }

  private static boolean flag(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null || value.equals("true") || value.equals("false")) {
      return "true".equals(value);
    }
    throw new IllegalArgumentException(
        "option '" + key + "': '" + value + "' is neither true nor false");
  }

  private static ChaosOption chaos(String value) {
    int colon = value.indexOf(':');
    try {
      long seed = Long.parseLong(value.substring(0, colon));
      double rate = Double.parseDouble(value.substring(colon + 1));
      if (rate >= 0 && rate <= 1) {
        return new ChaosOption(seed, rate);
      }
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      // answered below
    }
    throw new IllegalArgumentException(
        "'chaos=" + value + "' is not chaos=SEED:RATE with a whole number and a rate from 0 to 1");
  }
}
