package dev.weft.existing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own. Used by one thread. */
final class Program implements AutoCloseable {
  private static final long LIMIT_SECONDS = 180;

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+BytecodeVerificationLocal",
          "-XX:+BytecodeVerificationRemote");

  private final String main;
  private final Process process;
  private final Path errors;
  private final CompletableFuture<String> port = new CompletableFuture<>();
  private final CompletableFuture<List<String>> output = new CompletableFuture<>();

  /**
   * What it printed.
   *
   * @param errors lines of its standard error
   */
  record Printed(List<String> output, List<String> errors) {}

  /**
   * Starts it.
   *
   * @param agent options of the agent; null to start without
   */
  Program(Places places, String main, String agent, String... arguments) throws IOException {
    this.main = main;
    this.errors = Files.createTempFile(Files.createDirectories(places.work()), main, ".err");
    List<String> command = new ArrayList<>(List.of(places.java().toString()));
    command.addAll(OPTIONS);
    if (agent != null) {
      command.add("-javaagent:" + places.agent() + "=" + agent);
    }
    command.addAll(List.of("-cp", places.classPath(), main));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    Thread reader = new Thread(this::read, "output of " + main);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    List<String> lines = new ArrayList<>();
    try (var in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("port ")) {
          port.complete(line.substring("port ".length()));
        } else {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
    port.completeExceptionally(new IOException(main + " said no port"));
    output.complete(lines);
  }

  /** The port at which it listens, once it does. */
  String port() throws Exception {
    try {
      return port.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(main + " did not start: " + errors(), e);
    }
  }

  /** Ends its input, and waits for its end; one that takes too long is killed. */
  Printed end() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IllegalStateException(main + " did not end: " + errors());
    }
    List<String> lines = new ArrayList<>(output.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    lines.add("status " + process.exitValue());
    return new Printed(lines, errors());
  }

  private List<String> errors() throws IOException {
    return Files.readAllLines(errors);
  }

  @Override
  public void close() throws IOException {
    process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
