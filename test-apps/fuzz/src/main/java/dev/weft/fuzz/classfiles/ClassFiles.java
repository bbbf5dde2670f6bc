package dev.weft.fuzz.classfiles;

import dev.weft.fuzz.classfiles.Child.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what a JVM with the agent and one without say about changed classes. */
public final class ClassFiles {
  /** Weaving one class takes less: loading the weaver itself, at the first, included. */
  private static final long MAX_MILLIS = 25_000;

  private static final long MAX_KILOBYTES = 300 * 1024;

  private final Map<String, Long> counts = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();
  private long longest;
  private long largest;

  /** How many there were of each kind. */
  public Map<String, Long> counts() {
    return counts;
  }

  /** Classes whose verdict was another one with the agent, or that took too much. */
  public List<String> differences() {
    return differences;
  }

  /** The most that one class took, in milliseconds and kilobytes. */
  public String most() {
    return longest + " ms, " + largest + " KB";
  }

  /** Compares the mutants of these seeds. */
  public void mutants(long first, long count) {
    compare("mutants", first, first + count);
  }

  /** Compares the classes that were made on purpose. */
  public void shapes() {
    compare("shapes", 0, Shapes.all().size());
  }

  private void compare(String what, long first, long end) {
    String agent = System.getProperty("weft.agent.jar");
    List<String> withAgent = List.of("-javaagent:" + agent);
    Path errors = file();
    try (Child plain = new Child(what, List.of(), file(), first, end);
        Child woven = new Child(what, withAgent, errors, first, end)) {
      for (long number = first; number < end; number++) {
        Verdict without = plain.next();
        Verdict with = woven.next();
        longest = Math.max(longest, with.millis());
        largest = Math.max(largest, with.kilobytes());
        String kind = kind(without, with);
        counts.merge(kind, 1L, Long::sum);
        if (kind.startsWith("!")) {
          differences.add(
              what + " " + number + ": " + kind + "\n  plain: " + without + "\n  woven: " + with);
        }
      }
    }
    checkMessages(errors);
  }

  private static String kind(Verdict plain, Verdict woven) {
    String before = plain.text();
    String after = woven.text();
    if (woven.millis() > MAX_MILLIS || woven.kilobytes() > MAX_KILOBYTES) {
      return "! took too much";
    }
    if (after.startsWith("JVM ended") && !before.equals(after)) {
      return "! the JVM ended";
    }
    if (before.equals(after)) {
      return "same: " + before.replaceAll("^ran .*", "ran");
    }
    if (before.startsWith("refused") && after.startsWith("refused")) {
      return "refused by another error: " + before + ", " + after;
    }
    // The weaver writes a class anew, and what contradicted itself there and meant nothing is gone:
    // unused operands of invokeinterface, max_stack, line numbers.
    return before.startsWith("refused") ? "accepted only when woven" : "! differs when woven";
  }

  /** Each class that could not be woven has one message, and no stack trace is printed. */
  private void checkMessages(Path errors) {
    try {
      List<String> lines = Files.readAllLines(errors);
      long messages = lines.stream().filter(line -> line.startsWith("weft: ")).count();
      counts.merge("messages", messages, Long::sum);
      lines.stream()
          .filter(line -> line.startsWith("\tat ") || line.contains("ASSERTION FAILED"))
          .forEach(line -> differences.add("! printed: " + line));
      if (lines.stream().filter(line -> line.startsWith("weft: ")).distinct().count() < messages) {
        // A JVM says each once; the number of JVMs is small.
        counts.merge("messages repeated by another JVM", 1L, Long::sum);
      }
      Files.delete(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("verdicts", ".err");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
