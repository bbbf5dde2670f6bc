package dev.weft.agent;

import dev.weft.agent.transform.MethodReport;
import dev.weft.agent.transform.WeaveResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Writes woven classes to a folder: {@code before/} and {@code after/} with class files, {@code
 * plan/} with what was done to each method.
 */
final class ClassDump {
  private final Path folder;
  private final AgentLog log;

  private ClassDump(Path folder, AgentLog log) {
    this.folder = folder;
    this.log = log;
  }

  /**
   * A dump into this folder, which is made if need be.
   *
   * @throws IllegalArgumentException if it cannot be made; the message is for the user
   */
  static ClassDump open(Path folder, AgentLog log) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot write to the folder of dump=" + folder + ": " + e, e);
    }
    return new ClassDump(folder, log);
  }

  void write(WeaveResult result, byte[] original) {
    if (result.bytes().isEmpty()) {
      return;
    }
    try {
      write("before", result.className() + ".class", original);
      write("after", result.className() + ".class", result.bytes().get());
      String plan =
          result.reports().stream().map(MethodReport::toString).collect(Collectors.joining("\n"));
      write("plan", result.className() + ".txt", (plan + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.say("cannot dump " + result.className() + " to " + folder + ": " + e);
    }
  }

  private void write(String part, String name, byte[] content) throws IOException {
    Path file = folder.resolve(part).resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
