package dev.weft.agent.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documents call Weft's, or Java's, exists: types, methods and constants. */
class NamesTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");
  private static final Path SOURCES = ROOT.resolve("runtime/src/main/java");

  /** Where types of Java are looked for. */
  private static final List<String> PACKAGES =
      List.of(
          "java.lang",
          "java.nio.channels",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.locks",
          "java.util.function");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern TYPE = Pattern.compile("(?<![.\\w])([A-Z]\\w+)(?:\\.(\\w+))?");
  private static final Pattern METHOD = Pattern.compile("(?<!\\w)(?:[A-Z]\\w+\\.)?([a-z]\\w*)\\(");

  /** Names in the guide that are those of files, or part of a command. */
  private static final Pattern OTHERS = Pattern.compile("HubExtension|FirstProgram\\.java|jcmd .*");

  private static final Set<String> KEYWORDS = Set.of("for", "while", "try", "catch", "if");

  /** Public types of Weft by simple name, and what can be said of them. */
  private static final Map<String, Class<?>> TYPES = new HashMap<>();

  /** Methods and constants of any of these, and methods of Java's that they inherit. */
  private static final Set<String> MEMBERS = new HashSet<>();

  @BeforeAll
  static void collect() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .map(file -> SOURCES.relativize(file).toString().replace(".java", ""))
          .map(name -> name.replace('/', '.').replace('\\', '.'))
          .forEach(name -> add(find(name).orElseThrow()));
    }
    assertTrue(TYPES.size() > 60, () -> TYPES.size() + " types");
  }

  private static void add(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers())) {
      return;
    }
    TYPES.put(type.getSimpleName(), type);
    members(type).forEach(MEMBERS::add);
    for (Class<?> nested : type.getDeclaredClasses()) {
      add(nested);
    }
  }

  private static Stream<String> members(Class<?> type) {
    return Stream.of(
            Arrays.stream(type.getMethods()).map(Method::getName),
            Arrays.stream(type.getDeclaredClasses()).map(Class::getSimpleName),
            Arrays.stream(type.getFields()).map(Field::getName))
        .flatMap(names -> names);
  }

  private static Optional<Class<?>> find(String name) {
    try {
      return Optional.of(Class.forName(name, false, NamesTest.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  @Test
  void fromPython_namesInTheColumnOfWeft_exist() throws IOException {
    String text = Files.readString(ROOT.resolve("docs/python-to-weft.md"));
    String tables = text.substring(0, text.indexOf("## The ideas"));
    Set<String> unknown = new TreeSet<>();
    List<String> rows = tables.lines().filter(line -> line.startsWith("| ")).toList();
    assertTrue(rows.size() > 150, () -> rows.size() + " rows");
    for (String row : rows) {
      String[] cells = row.split(" \\| ", 2);
      matches(CODE, cells[1]).map(code -> code.group(1)).forEach(code -> check(code, unknown));
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void guide_namesInItsText_exist() throws IOException {
    String guide =
        Pattern.compile("```.*?```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("docs/guide.md")))
            .replaceAll("");
    Set<String> unknown = new TreeSet<>();
    matches(CODE, guide)
        .map(code -> code.group(1))
        .filter(code -> !OTHERS.matcher(code).matches())
        .forEach(code -> check(code, unknown));
    assertEquals(Set.of(), unknown);
  }

  @Test
  void check_namesThatDoNotExist_areFound() {
    Set<String> unknown = new TreeSet<>();
    check("Task.spwan(() -> f(1))", unknown);
    check("Mutexx", unknown);
    check("hub.dmp()", unknown);
    check("Task.spawn(() -> hub.dump())", unknown);
    assertEquals(Set.of("Mutexx", "Task.spwan", "dmp()"), unknown);
  }

  private static void check(String code, Set<String> unknown) {
    matches(TYPE, code)
        .filter(name -> !isTypeWithMember(name.group(1), name.group(2)))
        .forEach(name -> unknown.add(name.group()));
    matches(METHOD, code)
        .filter(name -> name.group().indexOf('.') < 0) // else it was checked with its type
        .map(name -> name.group(1))
        .filter(name -> name.length() > 1 && !KEYWORDS.contains(name))
        .filter(name -> !MEMBERS.contains(name))
        .forEach(name -> unknown.add(name + "()"));
  }

  private static boolean isTypeWithMember(String type, String member) {
    if (type.equals(type.toUpperCase(Locale.ROOT))) {
      return MEMBERS.contains(type);
    }
    Class<?> found = TYPES.get(type);
    for (String candidate : PACKAGES) {
      if (found == null) {
        found = find(candidate + "." + type).orElse(null);
      }
    }
    Class<?> known = found;
    return known != null && (member == null || members(known).anyMatch(member::equals));
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }
}
