package dev.weft.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide.md shows is what is compiled here, and prints what it says. */
class GuideIT {
  private static final Path GUIDE = Path.of("..", "docs", "guide.md");

  /** Where the examples are; those that are tests themselves are run as such. */
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src", "main", "java", "dev", "weft", "guide"),
          Path.of("src", "test", "java", "dev", "weft", "guide"));

  private static final Pattern EXAMPLE =
      Pattern.compile(
          "<!-- example: (?<type>\\w+) (?<region>[\\w-]+)(?: (?<method>\\w+))? -->\n"
              + "```java\n(?<code>.*?)```\n(?:```text\n(?<output>.*?)```\n)?",
          Pattern.DOTALL);

  private static final Pattern IMPORTS =
      Pattern.compile("<!-- imports -->\n```java\n(.*?)```", Pattern.DOTALL);

  private static final Pattern REGION = Pattern.compile("(?m)^ *// example: (\\S+)$");

  @TestFactory
  Stream<DynamicTest> guide_everyExample_isTheSourceAndPrintsWhatItSays() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(Files.readString(GUIDE));
    while (example.find()) {
      String type = example.group("type");
      String region = example.group("region");
      String code = example.group("code");
      String method = example.group("method");
      String output = example.group("output");
      tests.add(dynamicTest(region, () -> assertEquals(region(type, region), code)));
      if (method != null) {
        tests.add(dynamicTest(method, () -> assertEquals(output, printedBy(type, method))));
      }
    }
    assertFalse(tests.isEmpty());
    return tests.stream();
  }

  @Test
  void examples_everyOne_isInTheGuide() throws IOException {
    String guide = Files.readString(GUIDE);
    Set<String> unused = new TreeSet<>();
    for (Path folder : SOURCES) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          String type = file.getFileName().toString().replace(".java", "");
          REGION
              .matcher(Files.readString(file))
              .results()
              .map(region -> "<!-- example: " + type + " " + region.group(1))
              .filter(marker -> !guide.contains(marker + " "))
              .forEach(unused::add);
        }
      }
    }
    assertEquals(Set.of(), unused);
  }

  @Test
  void guide_asAReaderCopiesIt_compiles(@TempDir Path folder) throws IOException {
    String guide = Files.readString(GUIDE);
    Matcher imports = IMPORTS.matcher(guide);
    assertTrue(imports.find());
    StringBuilder all = new StringBuilder(imports.group(1)).append("class All {\n");
    Matcher example = EXAMPLE.matcher(guide);
    while (example.find()) {
      String code = example.group("code");
      if (code.contains("\nimport ")) {
        continue; // a file of its own
      }
      String method = example.group("method");
      all.append(
          method == null ? code : "void " + method + "() throws Exception {\n" + code + "}\n");
    }
    Path source = Files.writeString(folder.resolve("All.java"), all.append("}\n"));
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    String runtime = System.getProperty("weft.runtime.jar");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-cp",
                runtime,
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, status, () -> messages.toString(UTF_8));
  }

  /** The lines between {@code // example: name} and {@code // end}, moved to the left. */
  private static String region(String type, String name) throws IOException {
    List<String> lines = Files.readAllLines(source(type));
    int begin = 0;
    while (!lines.get(begin).strip().equals("// example: " + name)) {
      begin++;
    }
    int indent = lines.get(begin).indexOf('/');
    StringBuilder region = new StringBuilder();
    for (int i = begin + 1; !lines.get(i).strip().equals("// end"); i++) {
      String line = lines.get(i);
      region.append(line.substring(Math.min(indent, line.length()))).append('\n');
    }
    return region.toString().stripTrailing() + "\n";
  }

  private static Path source(String type) {
    return SOURCES.stream()
        .map(folder -> folder.resolve(type + ".java"))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no example class " + type));
  }

  private static String printedBy(String type, String method) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (PrintStream capture = new PrintStream(bytes, true, UTF_8)) {
      System.setOut(capture);
      Class<?> examples = Class.forName("dev.weft.guide." + type);
      if (method.equals("main")) {
        examples.getMethod(method, String[].class).invoke(null, (Object) new String[0]);
      } else {
        examples.getMethod(method).invoke(null);
      }
    } finally {
      System.setOut(out);
    }
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
