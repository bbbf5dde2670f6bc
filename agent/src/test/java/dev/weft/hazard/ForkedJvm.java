package dev.weft.hazard;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own, for tests that need another heap or another agent. */
final class ForkedJvm {
  private static final long TIMEOUT_SECONDS = 120;

  private ForkedJvm() {}

  /** How it ended, and what it printed on both streams. */
  record Result(int exit, String output) {}

  /** With the agent options and checks of this JVM. */
  static Result withAgent(Class<?> main, List<String> arguments, List<String> jvmOptions) {
    List<String> options = new ArrayList<>(jvmOptions);
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if ((option.startsWith("-javaagent:") && option.contains("weft"))
          || option.startsWith("-XX:+UnlockDiagnosticVMOptions")
          || option.startsWith("-XX:+BytecodeVerification")
          || option.startsWith("-Ddev.weft.")) {
        options.add(option);
      }
    }
    return run(main, arguments, options);
  }

  /** The agent jar this JVM was started with. */
  static Path agentJar() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-javaagent:") && option.contains("weft"))
        .map(option -> option.substring("-javaagent:".length()).replaceFirst("=.*", ""))
        .map(Path::of)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("this JVM runs without the agent"));
  }

  /** Without the agent, unless the options name it. */
  static Result run(Class<?> main, List<String> arguments, List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    try {
      File output = File.createTempFile("forked", ".txt");
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
      return new Result(
          ended ? process.exitValue() : -1, ended ? text : text + "\nstopped: took too long");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
