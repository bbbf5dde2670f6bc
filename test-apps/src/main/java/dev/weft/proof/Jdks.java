package dev.weft.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JDKs to run proofs on. */
final class Jdks {
  private Jdks() {}

  /**
   * The {@code java} commands by version: the one of {@code test-apps/run}, and JDK 25, which is
   * that of {@code WEFT_JDK25} (its home) or one beside the first. Says so when there is none.
   */
  static Map<Integer, Path> both() throws IOException {
    Map<Integer, Path> jdks = new TreeMap<>();
    jdks.put(Runtime.version().feature(), Path.of(System.getProperty("weft.java")));
    jdk25()
        .ifPresentOrElse(
            home -> jdks.putIfAbsent(25, home.resolve("bin/java")),
            () -> System.out.println("There is no JDK 25; WEFT_JDK25 can name one."));
    return jdks;
  }

  private static Optional<Path> jdk25() throws IOException {
    String named = System.getenv("WEFT_JDK25");
    if (named != null && !named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    List<Path> beside;
    try (Stream<Path> homes = Files.list(Path.of(System.getProperty("java.home")).getParent())) {
      beside = homes.sorted().toList();
    }
    for (Path home : beside) {
      Path release = home.resolve("release");
      if (Files.isRegularFile(release)
          && Files.readString(release).contains("JAVA_VERSION=\"25")
          && Files.isExecutable(home.resolve("bin/java"))) {
        return Optional.of(home);
      }
    }
    return Optional.empty();
  }
}
