package dev.weft.agent.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that change only on purpose: {@code -Dgolden.regenerate=true} writes them anew. */
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  /** Compares a text with the golden file of this name. */
  public static void check(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("golden.regenerate")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, actual);
    }
    String expected = Files.exists(file) ? Files.readString(file) : "(no such file)";
    assertEquals(expected, actual, file + " differs; -Dgolden.regenerate=true writes it anew");
  }
}
