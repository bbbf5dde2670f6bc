package dev.weft.conformance.self;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The weaver's classes as one weaver wove them.
 *
 * @param classes the folder they are in
 * @param millis processor time of the JVM
 * @param suspended how often the coroutine was left and resumed
 * @param forced how many suspensions chaos forced
 */
record SelfResult(Path classes, long millis, long suspended, long forced) {
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx1g",
          "-XX:+UseSerialGC",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+BytecodeVerificationLocal",
          "-XX:+BytecodeVerificationRemote");

  /** Lets the plain weaver weave itself. */
  static SelfResult plain(Path java, Path agent, Path runtime, Path work)
      throws IOException, InterruptedException {
    return run(java, agent, work.resolve("plain"), List.of(), File.pathSeparator + runtime);
  }

  /** Lets the woven weaver weave itself, with suspensions forced at this rate. */
  static SelfResult woven(Path java, Path agent, Path work, long seed, double rate)
      throws IOException, InterruptedException {
    String options =
        "-javaagent:"
            + agent
            + "=include=dev.weft.agent.**|dev.weft.conformance.self.**,chaos="
            + seed
            + ":"
            + rate;
    return run(java, agent, work.resolve("woven-" + seed + "-" + rate), List.of(options), "");
  }

  private static SelfResult run(
      Path java, Path agent, Path work, List<String> more, String morePath)
      throws IOException, InterruptedException {
    Files.createDirectories(work);
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(OPTIONS);
    command.addAll(more);
    Path counts = work.resolve("counts");
    Files.deleteIfExists(counts);
    command.addAll(List.of("-cp", own() + morePath, SelfProcess.class.getName()));
    command.addAll(
        List.of(
            more.isEmpty() ? "plain" : "woven",
            agent.toString(),
            work.resolve("classes").toString(),
            counts.toString()));
    Path log = work.resolve("log");
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0 || !Files.exists(counts)) {
      throw new IllegalStateException(
          "self-weaving ended with status " + status + ":\n" + Files.readString(log));
    }
    String[] numbers = Files.readString(counts).split(" ", -1);
    return new SelfResult(
        work.resolve("classes"),
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]));
  }

  private static Path own() {
    try {
      return Path.of(SelfResult.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // a class loader made it
    }
  }

  /** The classes and reports, as paths in the folder. */
  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(classes)) {
      return all.filter(Files::isRegularFile).map(classes::relativize).sorted().toList();
    }
  }

  /** What is not the same, byte for byte, in the other result; absent files too. */
  List<Path> differences(SelfResult other) throws IOException {
    List<Path> differences = new ArrayList<>(other.files());
    differences.removeAll(files());
    for (Path file : files()) {
      Path theirs = other.classes().resolve(file);
      if (!Files.exists(theirs)
          || !Arrays.equals(
              Files.readAllBytes(classes.resolve(file)), Files.readAllBytes(theirs))) {
        differences.add(file);
      }
    }
    return differences;
  }
}
