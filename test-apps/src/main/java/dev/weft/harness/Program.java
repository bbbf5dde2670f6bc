package dev.weft.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A program that the harness can run.
 *
 * @param name what one types, such as {@code s41}
 * @param group the name of the group it belongs to
 * @param description half a line for the list
 * @param mainClass the class to start
 * @param agentOptions what follows the agent's {@code =}; empty for none
 */
public record Program(
    String name, String group, String description, String mainClass, String agentOptions) {

  /**
   * What the program should print. The text is the resource beside the harness that has the
   * program's name.
   *
   * @throws IllegalStateException if there is none
   */
  public Transcript transcript() {
    String resource = "transcripts/" + name + ".txt";
    try (InputStream in = Program.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no transcript for " + name + ": add " + resource);
      }
      return Transcript.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
