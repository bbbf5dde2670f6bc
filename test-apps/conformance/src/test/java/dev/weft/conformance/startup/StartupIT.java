package dev.weft.conformance.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.conformance.corpus.ForkedJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an agent with nothing to weave loads, and what it leaves alone: counts, which a busy machine
 * does not change. Times: {@code test-apps/conformance/run startup}.
 */
class StartupIT {
  private static final String AGENT = System.getProperty("weft.agent.jar");

  /** The agent's own classes, and ASM's: 48 when this was written. */
  private static final int MOST_CLASSES = 60;

  private final Launch launch =
      new Launch(
          ForkedJava.command(System.getProperty("java.home")), ForkedJava.classPath());

  @Test
  void start_nothingToWeave_loadsFewClassesAndLinksNoLambdas(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<String> ours = new ArrayList<>();
    for (String line : loaded(folder, "-javaagent:" + AGENT)) {
      if (line.startsWith("dev.weft.") && !line.startsWith("dev.weft.conformance.")) {
        ours.add(line);
      }
    }
    assertTrue(ours.contains("dev.weft.agent.WeftTransformer"), ours::toString);
    assertTrue(ours.size() <= MOST_CLASSES, () -> ours.size() + ": " + ours);
    for (String name : ours) {
      assertFalse(name.contains("$$Lambda"), name);
      for (String stage : List.of("analysis", "plan", "emit", "transform.ClassRewriter")) {
        assertFalse(name.startsWith("dev.weft.agent." + stage), name);
      }
    }
  }

  @Test
  void start_nothingToWeave_opensNoJarByUrl(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<String> names = loaded(folder, "-javaagent:" + AGENT);
    assertFalse(names.contains("sun.net.www.protocol.jar.JarURLConnection"));
  }

  @Test
  void end_patternThatMatchedNothing_saidInOneLine() throws IOException, InterruptedException {
    String output =
        launch.run(
            List.of("-javaagent:" + AGENT + "=include=no.such.**|dev.weft.conformance.**"),
            Application.NOTHING,
            1);
    List<String> said = output.lines().filter(line -> line.startsWith("weft: ")).toList();
    assertEquals(
        List.of("weft: no class was loaded that include=no.such.** matches; is it spelt right?"),
        said);
  }

  @Test
  void end_allPatternsMatched_nothingSaid() throws IOException, InterruptedException {
    String output =
        launch.run(
            List.of("-javaagent:" + AGENT + "=include=dev.weft.conformance.**"),
            Application.NOTHING,
            1);
    assertFalse(output.contains("weft: "), output);
  }

  /** The names of the classes that are loaded while an application starts that does nothing. */
  private List<String> loaded(Path folder, String agent) throws IOException, InterruptedException {
    Path log = folder.resolve("classes");
    launch.run(
        List.of(agent, "-Xlog:class+load:file=" + log + "::filecount=0"), Application.NOTHING, 1);
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      String message = line.substring(line.lastIndexOf(']') + 1).strip();
      names.add(message.split(" ", 2)[0]);
    }
    return names;
  }
}
