package dev.weft.conformance.suites;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Runs one suite in JVMs of their own, with all verification there is. Used by one thread. */
final class SuiteJvm {
  /** Packages that the tests themselves want open, as their builds do. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.reflect",
          "java.lang.invoke",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.stream",
          "java.util.regex",
          "java.util.zip",
          "java.io",
          "java.net",
          "java.nio",
          "java.nio.file",
          "java.text",
          "java.time",
          "java.time.chrono",
          "java.math",
          "sun.nio.fs");

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx1200m",
          "-XX:+UseSerialGC",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+BytecodeVerificationLocal",
          "-XX:+BytecodeVerificationRemote",
          "-Duser.language=en",
          "-Duser.country=US",
          "-Djava.awt.headless=true");

  private final Suite suite;
  private final Places places;
  private final Path work;
  private final Path unpacked;

  /**
   * Where things are.
   *
   * @param java the {@code java} command of the JVMs
   * @param libraries the folder of the jars
   * @param work a folder to write to
   */
  record Places(Path java, Path agent, Path runtime, Path libraries, Path work) {}

  /** Unpacks the tests, whose own resources are files to them, under {@code src/test/resources}. */
  SuiteJvm(Suite suite, Places places) throws IOException {
    this.suite = suite;
    this.places = places;
    this.work = Files.createDirectories(places.work().resolve(suite.name())).toAbsolutePath();
    this.unpacked = work.resolve("src/test/resources");
    unpack(places.libraries().resolve(suite.tests()), unpacked);
    Files.createDirectories(work.resolve("tmp"));
  }

  private static void unpack(Path jar, Path to) throws IOException {
    if (Files.exists(to)) {
      return;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        Path target = to.resolve(entry.getName()).normalize();
        if (entry.isDirectory() || !target.startsWith(to)) {
          continue;
        }
        Files.createDirectories(target.getParent());
        try (InputStream in = file.getInputStream(entry)) {
          Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** The test classes by the names that Maven goes by, in order. */
  List<String> testClasses() throws IOException {
    try (Stream<Path> files = Files.walk(unpacked)) {
      return files
          .map(file -> unpacked.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .map(name -> name.substring(0, name.length() - 6).replace(File.separatorChar, '.'))
          .filter(name -> name.matches("(?:.*\\.)?(?:Test[^.]*|[^.]*(?:Test|Tests|TestCase))"))
          .filter(name -> suite.leftOut().stream().noneMatch(end -> name.matches(".*[.]" + end)))
          .sorted()
          .toList();
    }
  }

  /** Runs these classes as ordinary code, without the agent. */
  SuiteResult plain(List<String> classes) throws IOException, InterruptedException {
    return run("plain", List.of(), classes);
  }

  /** Runs these classes in a coroutine, with suspensions forced at this rate. */
  SuiteResult woven(List<String> classes, long seed, double rate)
      throws IOException, InterruptedException {
    String agent =
        "-javaagent:"
            + places.agent()
            + "=include="
            + suite.included()
            + ",chaos="
            + seed
            + ":"
            + rate;
    return run("woven", List.of(agent), classes);
  }

  private SuiteResult run(String mode, List<String> more, List<String> classes)
      throws IOException, InterruptedException {
    Path list = Files.write(work.resolve("classes"), classes);
    Path outcomes = work.resolve("outcomes");
    Files.deleteIfExists(outcomes);
    List<String> command = new ArrayList<>(List.of(places.java().toString()));
    command.addAll(OPTIONS);
    OPENED.forEach(
        name -> command.addAll(List.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED")));
    command.addAll(more);
    command.add("-Djava.io.tmpdir=" + work.resolve("tmp"));
    command.addAll(List.of("-cp", classPath(mode.equals("plain")), SuiteProcess.class.getName()));
    command.addAll(List.of(mode, suite.engine().name(), list.toString(), outcomes.toString()));
    Path log = work.resolve("log");
    int status =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (!Files.exists(outcomes) || !Files.readString(outcomes).contains(SuiteResult.COMPLETE)) {
      throw new IllegalStateException(
          suite.name() + " " + mode + " ended with status " + status + ", see " + log);
    }
    return SuiteResult.read(outcomes);
  }

  private String classPath(boolean withRuntime) {
    List<String> entries = new ArrayList<>(List.of(ownClasses().toString(), unpacked.toString()));
    Stream.concat(suite.libraries().stream(), Suite.TEST_LIBRARIES.stream())
        .forEach(jar -> entries.add(places.libraries().resolve(jar).toAbsolutePath().toString()));
    if (withRuntime) {
      entries.add(places.runtime().toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path ownClasses() {
    try {
      return Path.of(SuiteJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // a class loader made it
    }
  }
}
