package dev.weft.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where the agent says what a user should know; each message once. Thread-safe. */
public final class AgentLog {
  private final PrintStream out;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  private AgentLog(PrintStream out) {
    this.out = out;
  }

  /**
   * A log that appends to a file, or writes to standard error.
   *
   * @throws IllegalArgumentException if the file cannot be opened; the message is for the user
   */
  public static AgentLog open(Optional<Path> file) {
    if (file.isEmpty()) {
      return new AgentLog(System.err);
    }
    try {
      Path parent = file.get().toAbsolutePath().getParent();
      Files.createDirectories(parent);
      return new AgentLog(
          new PrintStream(
              Files.newOutputStream(
                  file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              true,
              StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot open the file of log=" + file.get() + ": " + e, e);
    }
  }

  /** Says something, unless it was said before. */
  public void say(String message) {
    if (said.add(message)) {
      out.println("weft: " + message);
    }
  }
}
