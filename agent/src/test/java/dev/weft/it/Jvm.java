package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of its own, of the same JDK, with the verification all tests run with. */
final class Jvm {
  private static final long TIMEOUT_SECONDS = 120;

  private final List<String> options =
      new ArrayList<>(
          List.of(
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:+BytecodeVerificationLocal",
              "-XX:+BytecodeVerificationRemote",
              "-Xshare:auto"));
  private String input = "";
  private List<Path> classPath = List.of(testClasses());

  private Jvm() {}

  /** How it ended, and what it printed. */
  record Result(int exit, String out, String err) {
    /** Checks that it went well and printed this. */
    Result printed(String expected) {
      assertEquals(expected, out.strip(), this::toString);
      assertEquals(0, exit, this::toString);
      return this;
    }

    /** The number that it printed on standard error behind this word. */
    int number(String word) {
      return err.lines()
          .filter(line -> line.startsWith(word + " "))
          .mapToInt(line -> Integer.parseInt(line.substring(word.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError(word + " is missing: " + this));
    }

    /** The lines on standard error that come from Weft. */
    List<String> messages() {
      return err.lines().filter(line -> line.startsWith("weft: ")).toList();
    }

    /** Checks that it ended with this status, one message of Weft's, and no stack trace. */
    String failedWithOneMessage(int expectedExit) {
      assertEquals(expectedExit, exit, this::toString);
      assertEquals(1, messages().size(), this::toString);
      assertFalse(err.contains("\tat "), this::toString);
      assertFalse(err.contains("ASSERTION FAILED"), this::toString);
      return err.substring(err.indexOf("weft: "));
    }

    @Override
    public String toString() {
      return "exit " + exit + "\n--- out\n" + out + "\n--- err\n" + err;
    }
  }

  /** Without the agent. */
  static Jvm plain() {
    return new Jvm();
  }

  /** With the agent and no options. */
  static Jvm withAgent() {
    return plain().option("-javaagent:" + agentJar());
  }

  /** With the agent and these options of its. */
  static Jvm withAgent(String agentOptions) {
    return plain().option("-javaagent:" + agentJar() + "=" + agentOptions);
  }

  static Path agentJar() {
    return Path.of(System.getProperty("weft.agent.jar")).toAbsolutePath().normalize();
  }

  static Path runtimeJar() {
    return Path.of(System.getProperty("weft.runtime.jar")).toAbsolutePath().normalize();
  }

  /** The compiled tests, targets among them. */
  static Path testClasses() {
    try {
      return Path.of(Jvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds an option of the JVM. */
  Jvm option(String option) {
    options.add(option);
    return this;
  }

  /** What stands in its standard input, which stays open behind it. */
  Jvm input(String text) {
    input = text;
    return this;
  }

  /** Replaces the class path, which is that of the compiled tests without any library. */
  Jvm classPath(Path... entries) {
    classPath = List.of(entries);
    return this;
  }

  /** Runs {@code main} of a class. */
  Result run(Class<?> main, String... arguments) {
    return run(
        Stream.concat(
                Stream.of(
                    "-cp",
                    classPath.stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                    main.getName()),
                Stream.of(arguments))
            .toList());
  }

  /** Runs the command line of the agent's jar. */
  static Result cli(String... arguments) {
    return plain()
        .run(
            Stream.concat(Stream.of("-jar", agentJar().toString()), Stream.of(arguments)).toList());
  }

  /** Runs what follows the options of the JVM. */
  Result run(List<String> rest) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(rest);
    try {
      Path out = Files.createTempFile("jvm", ".out");
      Path err = Files.createTempFile("jvm", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("took too long: " + command + "\n" + Files.readString(err));
      }
      Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
