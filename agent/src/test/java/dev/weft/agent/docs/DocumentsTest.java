package dev.weft.agent.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.plan.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents quote messages, tests and reasons: each must exist. */
class DocumentsTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");

  /** Between two string literals that the compiler joins. */
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void troubleshooting_messages_occurInTheSources() {
    String sources =
        Stream.of("agent/src/main/java", "runtime/src/main/java")
            .flatMap(folder -> files(folder, ".java").stream())
            .map(DocumentsTest::read)
            .map(source -> JOINT.matcher(source).replaceAll("").replace("\\\"", "\""))
            .collect(Collectors.joining("\n"));
    List<String> messages =
        document("troubleshooting.md")
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf(" |", 2)))
            .flatMap(cell -> matches(CODE, cell).map(code -> code.group(1)))
            .toList();
    assertTrue(messages.size() > 80, () -> messages.size() + " messages");
    Set<String> unknown = new TreeSet<>();
    for (String message : messages) {
      for (String part : message.split("…", -1)) {
        if (!sources.contains(part)) {
          unknown.add(message + " [" + part + "]");
        }
      }
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void documents_testsTheyName_exist() {
    List<Path> tests =
        Stream.of(
                "agent/src/test/java",
                "runtime/src/test/java",
                "test-apps/src/test/java",
                "test-apps/neighbours/src/test/java",
                "test-apps/existing/src/test/java")
            .flatMap(folder -> files(folder, ".java").stream())
            .toList();
    Set<String> unknown = new TreeSet<>();
    for (Path document : files("docs", ".md")) {
      matches(TEST, read(document))
          .filter(name -> tests.stream().noneMatch(file -> declares(file, name)))
          .forEach(name -> unknown.add(document.getFileName() + ": " + name.group()));
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void limits_reasons_areComplete() {
    String limits = document("limits.md");
    Set<String> missing =
        Stream.concat(
                Arrays.stream(Refusal.Reason.values()),
                Arrays.stream(dev.weft.continuation.PinnedException.Reason.values()))
            .map(Enum::name)
            .filter(reason -> !limits.contains("| `" + reason + "` |"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing);
  }

  @Test
  void documents_relativeLinks_leadSomewhere() {
    Set<String> dead = new TreeSet<>();
    for (Path document : files("docs", ".md")) {
      matches(LINK, read(document))
          .filter(link -> !Files.exists(document.resolveSibling(link.group(1))))
          .forEach(link -> dead.add(document.getFileName() + ": " + link.group(1)));
    }
    assertEquals(Set.of(), dead);
  }

  private static boolean declares(Path file, MatchResult name) {
    return file.getFileName().toString().equals(name.group(1) + ".java")
        && read(file).contains(" " + name.group(2) + "(");
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static String document(String name) {
    return read(ROOT.resolve("docs").resolve(name));
  }

  private static List<Path> files(String folder, String suffix) {
    try (Stream<Path> walk = Files.walk(ROOT.resolve(folder))) {
      return walk.filter(file -> file.toString().endsWith(suffix)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
