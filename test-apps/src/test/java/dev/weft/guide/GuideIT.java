package dev.weft.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What docs/guide.md shows is what is compiled here, and prints what it says. */
class GuideIT {
  private static final Path GUIDE = Path.of("..", "docs", "guide.md");
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "weft", "guide");

  private static final Pattern EXAMPLE =
      Pattern.compile(
          "<!-- example: (?<type>\\w+) (?<region>[\\w-]+)(?: (?<method>\\w+))? -->\n"
              + "```java\n(?<code>.*?)```\n(?:```text\n(?<output>.*?)```\n)?",
          Pattern.DOTALL);

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

  /** The lines between {@code // example: name} and {@code // end}, moved to the left. */
  private static String region(String type, String name) throws IOException {
    List<String> lines = Files.readAllLines(SOURCES.resolve(type + ".java"));
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

  private static String printedBy(String type, String method) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (PrintStream capture = new PrintStream(bytes, true, UTF_8)) {
      System.setOut(capture);
      Class.forName("dev.weft.guide." + type).getMethod(method).invoke(null);
    } finally {
      System.setOut(out);
    }
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
