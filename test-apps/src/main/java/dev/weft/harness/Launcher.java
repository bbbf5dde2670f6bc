package dev.weft.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts programs, each in a JVM of its own with the agent, and judges them.
 *
 * @param java the {@code java} command
 * @param agent the agent's jar
 * @param classPath of the programs
 * @param jvmOptions more options for these JVMs
 * @param scale how long the programs' seconds are, in seconds
 */
public record Launcher(
    Path java, Path agent, String classPath, List<String> jvmOptions, double scale) {
  /** A program that runs longer hangs. */
  private static final long LIMIT_SECONDS = 120;

  /** A launcher. */
  public Launcher {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /**
   * Runs {@code program} and waits for its end. What it writes to standard error is passed on.
   *
   * @param live is told each line when it is printed
   * @return what is wrong, for the user; empty if the program ended well and printed what it should
   * @throws IOException if no JVM can be started
   */
  public Optional<String> run(Program program, Consumer<String> live)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(program)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    CompletableFuture<Void> watchdog =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS));
    List<PrintedLine> printed = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        printed.add(new PrintedLine(line, System.nanoTime()));
        live.accept(line);
      }
    }
    int status = process.waitFor();
    if (watchdog.isDone()) {
      return Optional.of("it did not end within " + LIMIT_SECONDS + " s\n");
    }
    watchdog.cancel(false);
    Optional<String> mismatch = program.transcript().mismatch(printed, scale);
    return status == 0
        ? mismatch
        : Optional.of("it ended with exit status " + status + "\n" + mismatch.orElse(""));
  }

  private List<String> command(Program program) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    String options = program.agentOptions().isEmpty() ? "" : "=" + program.agentOptions();
    command.add("-javaagent:" + agent + options);
    command.addAll(jvmOptions);
    command.add("-Dgallery.scale=" + scale);
    command.add("-cp");
    command.add(classPath);
    command.add(program.mainClass());
    return command;
  }
}
