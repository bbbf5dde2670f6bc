package dev.weft.gallery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weft.harness.Catalogue;
import dev.weft.harness.Harness;
import dev.weft.harness.Launcher;
import dev.weft.harness.Program;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every program prints what its transcript says; in short seconds. */
class GalleryIT {
  private static final double SCALE = 0.02;

  // ---- the gallery, in this JVM if they need no options ---------------------------------------

  @TestFactory
  Stream<DynamicTest> gallery_everyProgram_printsItsTranscript() {
    return Catalogue.find(Catalogue.GALLERY).stream()
        .map(
            program ->
                dynamicTest(
                    program.name(),
                    () -> {
                      if (program.agentOptions().isEmpty()) {
                        runHere(program);
                      } else {
                        runElsewhere(program);
                      }
                    }));
  }

  private static void runElsewhere(Program program) throws IOException, InterruptedException {
    Optional<String> mismatch = launcher().run(program, line -> {});
    assertTrue(mismatch.isEmpty(), mismatch::get);
  }

  private static void runHere(Program program) throws Exception {
    Method main = Class.forName(program.mainClass()).getMethod("main", String[].class);
    Printed printed = new Printed();
    PrintStream out = System.out;
    System.setProperty("gallery.scale", String.valueOf(SCALE));
    System.setProperty("gallery.clock", "manual");
    try (PrintStream capture = new PrintStream(printed, true, ISO_8859_1)) {
      System.setOut(capture);
      main.invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(out);
      System.clearProperty("gallery.scale");
      System.clearProperty("gallery.clock");
    }
    Optional<String> mismatch = program.transcript().mismatch(printed.lines(), SCALE);
    assertTrue(mismatch.isEmpty(), mismatch::get);
  }

  @Test
  void catalogue_hasEveryProgramOnce() throws IOException {
    Set<String> programs = new TreeSet<>();
    for (String folder : List.of("gallery", "firstlook", "existing")) {
      for (Path file : classFiles(folder)) {
        String name = "dev.weft." + folder + "." + file.getFileName().toString();
        name = name.substring(0, name.length() - ".class".length());
        if (!name.contains("$") && !name.endsWith("package-info") && hasMain(name)) {
          programs.add(name);
        }
      }
    }
    List<String> listed = Catalogue.all().stream().map(Program::mainClass).sorted().toList();
    assertEquals(List.copyOf(programs), listed);
  }

  private static boolean hasMain(String name) {
    try {
      return Arrays.stream(Class.forName(name).getDeclaredMethods())
          .anyMatch(method -> method.getName().equals("main"));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }

  // ---- first look, in JVMs of its own: woven by include= only --------------------------------

  @TestFactory
  Stream<DynamicTest> firstLook_everyProgram_printsItsTranscript() {
    return Catalogue.find(Catalogue.FIRST_LOOK).stream()
        .map(program -> dynamicTest(program.name(), () -> runElsewhere(program)));
  }

  @Test
  void firstLookAndExisting_theirClasses_referToNothingOfWeft() throws IOException {
    for (String folder : List.of("firstlook", "existing")) {
      for (Path file : classFiles(folder)) {
        String constants = new String(Files.readAllBytes(file), ISO_8859_1);
        constants = constants.replaceAll("dev/weft/" + folder + "/", "");
        assertFalse(constants.contains("dev/weft"), () -> file + " refers to Weft");
      }
    }
  }

  // ---- existing programs, in JVMs of their own: with tasks for threads, and as they are ---------

  @TestFactory
  Stream<DynamicTest> existing_everyProgram_printsItsTranscriptOnTasksAndOnThreads() {
    return Catalogue.find(Catalogue.EXISTING).stream()
        .flatMap(program -> Stream.of(program, onThreads(program)))
        .map(
            program ->
                dynamicTest(
                    program.name() + " " + program.agentOptions(), () -> runElsewhere(program)));
  }

  private static Program onThreads(Program program) {
    return new Program(
        program.name(), program.group(), program.description(), program.mainClass(), "");
  }

  @Test
  void firstLook_withoutInclude_isPinned() throws IOException, InterruptedException {
    Program compare = Catalogue.find("json-compare").get(0);
    Program plain =
        new Program(compare.name(), compare.group(), "", FailureOfComparison.class.getName(), "");
    List<String> printed = new ArrayList<>();
    assertTrue(launcher().run(plain, printed::add).isPresent());
    assertEquals(List.of("PinnedException"), printed);
  }

  /** Prints how {@link CompareDocuments} fails. */
  static final class FailureOfComparison {
    private FailureOfComparison() {}

    public static void main(String[] args) {
      try {
        CompareDocuments.main(args);
      } catch (RuntimeException e) {
        System.out.println(e.getClass().getSimpleName());
      }
    }
  }

  // ---- the harness ---------------------------------------------------------------------------

  @Test
  void harness_noArguments_listsEveryProgram() throws IOException, InterruptedException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int status = new Harness(launcher(), new PrintStream(printed, true, ISO_8859_1)).run(List.of());
    assertEquals(0, status);
    for (Program program : Catalogue.all()) {
      assertTrue(printed.toString(ISO_8859_1).contains("  " + program.name() + " "));
    }
  }

  @Test
  void harness_goodAndBadProgram_showsDifferenceAndFails()
      throws IOException, InterruptedException {
    Program s41 = Catalogue.find("s41").get(0);
    Program impostor = new Program("s48", s41.group(), "prints 12", s41.mainClass(), "");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Harness harness = new Harness(launcher(), new PrintStream(printed, true, ISO_8859_1));
    assertEquals(0, harness.runAll(List.of(s41)));
    assertEquals(1, harness.runAll(List.of(impostor)));
    assertEquals(2, harness.run(List.of("s41", "nonsense")));
    String text = printed.toString(ISO_8859_1);
    assertTrue(text.contains("1 of 1 as expected"), text);
    assertTrue(text.contains("== NOT AS EXPECTED: - expected, + printed:"), text);
    assertTrue(text.contains("  - egon eat 1"), text);
    assertTrue(text.contains("  + 12"), text);
    assertTrue(text.contains("1 of 1 not as expected: s48"), text);
    assertTrue(text.contains("There is no program or group 'nonsense'"), text);
  }

  /** Starts this JDK, with the flags that this JVM was started with. */
  private static Launcher launcher() {
    List<String> flags =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("-XX:"))
            .toList();
    return new Launcher(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        Path.of(System.getProperty("weft.agent.jar")),
        Stream.of(Program.class, GalleryIT.class)
            .map(GalleryIT::location)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)),
        flags,
        SCALE);
  }

  private static List<Path> classFiles(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target/classes/dev/weft", folder))) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
