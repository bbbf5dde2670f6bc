package dev.weft.agent;

import dev.weft.agent.discover.ClassPatterns;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The options behind {@code -javaagent:weft-agent.jar=}: {@code key=value}, separated by commas.
 *
 * @param include classes all of whose methods are suspendable
 * @param exclude classes that are never woven
 * @param dump folder for class files before and after weaving, and plans
 * @param log file for messages; empty means standard error
 * @param chaos seed and rate of forced suspensions
 * @param debug whether frames keep variables that only a debugger will look at
 */
public record AgentOptions(
    ClassPatterns include,
    ClassPatterns exclude,
    Optional<Path> dump,
    Optional<Path> log,
    Optional<ChaosOption> chaos,
    boolean debug) {

  /** What {@code chaos=SEED:RATE} says. */
  public record ChaosOption(long seed, double rate) {}

  /** An option as the user writes it, and what it is for. */
  private record Description(String form, String purpose) {}

  private static final Map<String, Description> VALID = valid();

  private static Map<String, Description> valid() {
    Map<String, Description> options = new LinkedHashMap<>();
    options.put(
        "include",
        new Description(
            "include=com.acme.**|com.acme2.Job", "classes to weave without annotations"));
    options.put(
        "exclude", new Description("exclude=com.acme.gen.**|com.acme.X", "classes never to weave"));
    options.put("dump", new Description("dump=DIR", "write class files and plans to DIR"));
    options.put("log", new Description("log=FILE", "write messages to FILE"));
    options.put(
        "chaos",
        new Description("chaos=SEED:RATE", "force suspensions, for tests; 0 <= RATE <= 1"));
    options.put(
        "debug",
        new Description("debug=true", "keep variables nobody reads again, for a debugger"));
    return options;
  }

  /** The options, one line each. */
  public static String help() {
    return VALID.values().stream()
        .map(option -> "  %-34s %s".formatted(option.form(), option.purpose()))
        .collect(Collectors.joining("\n"));
  }

  /**
   * Parses the text behind the equals sign of {@code -javaagent}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static AgentOptions parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    if (text != null && !text.isBlank()) {
      for (String option : text.split(",", -1)) {
        int equals = option.indexOf('=');
        String key = equals < 0 ? option : option.substring(0, equals);
        if (!VALID.containsKey(key)) {
          throw new IllegalArgumentException(
              "unknown option '" + key + "'; valid options, separated by commas, are:\n" + help());
        }
        if (equals < 0 || equals == option.length() - 1) {
          throw new IllegalArgumentException(
              "option '" + key + "' needs a value, as in " + VALID.get(key).form());
        }
        if (values.put(key, option.substring(equals + 1)) != null) {
          throw new IllegalArgumentException(
              "option '"
                  + key
                  + "' is given twice"
                  + (VALID.get(key).form().contains("|")
                      ? "; separate several patterns by |"
                      : ""));
        }
      }
    }
    return new AgentOptions(
        value(values, "include", ClassPatterns::parse).orElse(ClassPatterns.NONE),
        value(values, "exclude", ClassPatterns::parse).orElse(ClassPatterns.NONE),
        value(values, "dump", Path::of),
        value(values, "log", Path::of),
        Optional.ofNullable(values.get("chaos")).map(AgentOptions::chaos),
        value(values, "debug", AgentOptions::flag).orElse(false));
  }

  private static <T> Optional<T> value(
      Map<String, String> values, String key, Function<String, T> parser) {
    try {
      return Optional.ofNullable(values.get(key)).map(parser);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option '" + key + "': " + e.getMessage(), e);
    }
  }

  private static boolean flag(String value) {
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw new IllegalArgumentException("'" + value + "' is neither true nor false");
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
