package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many threads load classes at once, in parallel-capable loaders and in a chain of loaders that
 * lock themselves: none waits for ever, and the classes are woven as when one thread loads them.
 */
class ParallelLoadingIT {
  @TempDir Path folder;

  private List<Path> load(String dump, int threads, long seed) throws IOException {
    Jvm.Result result =
        Jvm.withAgent("include=dev.weft.hazard.targets.**,dump=" + folder.resolve(dump))
            .classPath(Jvm.testClasses(), Jvm.runtimeJar())
            .run(LoadingProgram.class, Integer.toString(threads), Long.toString(seed));
    assertEquals(0, result.exit(), result::toString);
    assertTrue(result.out().startsWith("loaded "), result::toString);
    Path after = folder.resolve(dump).resolve("after");
    try (Stream<Path> files = Files.walk(after)) {
      return files.filter(Files::isRegularFile).map(after::relativize).sorted().toList();
    }
  }

  @Test
  void load_manyThreads_sameClassesAsByOne() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("ParallelLoadingIT: -Dseed=" + seed);
    List<Path> expected = load("one", 1, seed);
    assertTrue(expected.size() > 50, "only " + expected.size() + " classes");
    assertEquals(expected, load("many", 12, seed));
    for (Path file : expected) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("one/after").resolve(file)),
          Files.readAllBytes(folder.resolve("many/after").resolve(file)),
          () -> file + " with -Dseed=" + seed);
    }
  }
}
