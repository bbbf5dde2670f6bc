package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.names.RuntimeNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecondCopyTest {
  private static final Path RUNTIME =
      Path.of(System.getProperty("basedir", "."), "..", "runtime", "src", "main", "java");

  private static List<String> classesOfTheRuntime() throws IOException {
    try (Stream<Path> files = Files.walk(RUNTIME)) {
      return files
          .map(file -> RUNTIME.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".java") && !name.endsWith("-info.java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .toList();
    }
  }

  @Test
  void classesOfTheRuntime_areAllKnown() throws IOException {
    List<String> all = classesOfTheRuntime();
    assertTrue(all.size() > 100, all::toString);
    assertEquals(List.of(), all.stream().filter(name -> !RuntimeNames.isRuntime(name)).toList());
  }

  @Test
  void copies_areRefused_butForTheTypesThatOnlyName() throws IOException {
    List<String> let =
        classesOfTheRuntime().stream().filter(name -> !SecondCopy.isRuntime(name)).toList();
    assertTrue(let.contains("dev/weft/Suspendable"), let::toString);
    assertTrue(let.stream().allMatch(name -> name.lastIndexOf('/') == "dev/weft".length()));
    assertFalse(SecondCopy.isRuntime("dev/weft/mine/Hub"));
  }
}
