package dev.weft.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A JVM with the agent and the class path that {@code test-apps/run} says.
 *
 * @param java its command
 */
record ProofJvm(Path java) {
  /**
   * Runs a class and waits for its end.
   *
   * @param arguments options of the JVM, the class, and its arguments
   * @return what it printed; standard error is passed on
   * @throws IOException if it does not end with status 0
   */
  List<String> run(List<String> arguments) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    int status = run(arguments, lines::add);
    if (status != 0) {
      lines.forEach(System.out::println);
      throw new IOException("the JVM ended with status " + status + ": " + arguments);
    }
    return lines;
  }

  /** The same, telling {@code live} each line; returns the status. */
  int run(List<String> arguments, Consumer<String> live) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-javaagent:" + System.getProperty("weft.agent.jar"));
    command.add("-cp");
    command.add(System.getProperty("weft.classpath"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        live.accept(line);
      }
    }
    return process.waitFor();
  }
}
