package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each hazard and each rule has a test that carries its number: {@code h07_...}, {@code g12_...};
 * one that proves two of them carries both.
 */
class NumbersTest {
  private static final Path HAZARDS = Path.of("src", "test", "java", "dev", "weft", "hazard");
  private static final Path NEIGHBOURS =
      Path.of("..", "test-apps", "neighbours", "src", "test", "java");
  private static final Path SEMANTICS =
      Path.of("..", "test-apps", "src", "test", "java", "dev", "weft", "semantics");

  private static final Path SCHEDULING =
      Path.of("..", "test-apps", "src", "test", "java", "dev", "weft", "scheduling");

  private static final Path IDENTITY =
      Path.of("..", "test-apps", "src", "test", "java", "dev", "weft", "identity");

  private static final Path NETWORK =
      Path.of("..", "test-apps", "existing", "src", "test", "java", "dev", "weft", "network");

  private static final Path AGENT = Path.of("src", "test", "java", "dev", "weft", "it");

  private static final Path FROM_PYTHON = Path.of("..", "docs", "python-to-weft.md");

  /** An annotated test method, annotations with arguments and comments in between included. */
  private static final Pattern TEST =
      Pattern.compile(
          "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b[^;{}]*?(?:\\{[^{}]*\\}[^;{}]*?)*?"
              + "\\b(?:void|Stream<[^>]*>|Collection<[^>]*>|List<[^>]*>)\\s+(\\w+)\\s*\\(");

  @Test
  void hazards_1To100_eachHaveATest() throws IOException {
    Set<Integer> wanted = upTo(100);
    wanted.removeAll(tested(HAZARDS, 'h'));
    wanted.removeAll(tested(NEIGHBOURS, 'h'));
    wanted.removeAll(tested(IDENTITY, 'h'));
    assertEquals(Set.of(), wanted, "hazards without a test");
  }

  @Test
  void generatorRules_p1ToP25_eachHaveATest() throws IOException {
    Set<Integer> wanted = upTo(25);
    wanted.removeAll(tested(SEMANTICS, 'p'));
    assertEquals(Set.of(), wanted, "rules P without a test");
  }

  @Test
  void greenletRules_g1ToG62_eachHaveATest() throws IOException {
    Set<Integer> wanted = upTo(62);
    wanted.removeAll(tested(SEMANTICS, 'g'));
    assertEquals(Set.of(), wanted, "rules G without a test");
  }

  @Test
  void threadRules_t1ToT15_eachHaveATest() throws IOException {
    assertEquals(Set.of(), missing('t', 15), "rules T without a test");
  }

  @Test
  void taskRules_v1ToV91_eachHaveATest() throws IOException {
    Set<Integer> wanted = missing('v', 91);
    wanted.removeAll(tested(NETWORK, 'v'));
    wanted.removeAll(tested(AGENT, 'v'));
    assertEquals(Set.of(), wanted, "rules V without a test");
  }

  @Test
  void taskRules_v92ToV96_eachHaveARowThatNamesWhatIsLeft() throws IOException {
    Set<Integer> wanted = upTo(96);
    wanted.removeAll(upTo(91));
    String text = Files.readString(FROM_PYTHON);
    String table = text.substring(text.indexOf("### What is left for later"));
    Matcher row =
        Pattern.compile("^\\| V(\\d+) \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE)
            .matcher(table);
    while (row.find()) {
      wanted.remove(Integer.valueOf(row.group(1)));
    }
    assertEquals(Set.of(), wanted, "rules V without a row");
  }

  @Test
  void asyncRules_a1ToA40_eachHaveATest() throws IOException {
    assertEquals(Set.of(), missing('a', 40), "rules A without a test");
  }

  @Test
  void tests_withANumber_areNotDisabled() throws IOException {
    List<Path> disabled = new ArrayList<>();
    for (Path folder :
        List.of(HAZARDS, NEIGHBOURS, SEMANTICS, SCHEDULING, IDENTITY, NETWORK, AGENT)) {
      for (Path source : sources(folder)) {
        if (Files.readString(source).contains("@Disabled")) {
          disabled.add(source);
        }
      }
    }
    assertEquals(List.of(), disabled);
  }

  private static Set<Integer> missing(char letter, int last) throws IOException {
    Set<Integer> wanted = upTo(last);
    wanted.removeAll(tested(SCHEDULING, letter));
    wanted.removeAll(tested(SEMANTICS, letter));
    return wanted;
  }

  private static Set<Integer> upTo(int last) {
    Set<Integer> numbers = new TreeSet<>();
    for (int i = 1; i <= last; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private static Set<Integer> tested(Path folder, char letter) throws IOException {
    Pattern name = Pattern.compile("(?:^|_)" + letter + "0*(\\d+)(?=_)");
    Set<Integer> numbers = new TreeSet<>();
    for (Path source : sources(folder)) {
      Matcher method = TEST.matcher(Files.readString(source));
      while (method.find()) {
        Matcher number = name.matcher(method.group(1));
        while (number.find()) {
          numbers.add(Integer.parseInt(number.group(1)));
        }
      }
    }
    return numbers;
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
