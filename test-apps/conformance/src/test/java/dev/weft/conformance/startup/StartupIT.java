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
  private static final Path LIBRARIES =
      Path.of(System.getProperty("basedir", ""), "target", "small-corpus");

  /** A class of Eclipse's compiler; asked for its version it loads some dozens of its classes. */
  private static final String MAIN = "org.eclipse.jdt.internal.compiler.batch.Main";

  /** The agent's own classes, and ASM's: 80 when this was written. */
  private static final int MOST_CLASSES = 90;

  @Test
  void start_nothingToWeave_loadsFewClassesAndNoLambdas(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve("classes");
    run("-javaagent:" + AGENT, "-Xlog:class+load:file=" + log + "::filecount=0");
    List<String> ours = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      String name = line.substring(line.lastIndexOf(']') + 1).strip().split(" ", 2)[0];
      if (name.startsWith("dev.weft.")) {
        ours.add(name);
      }
    }
    assertTrue(ours.contains("dev.weft.agent.WeftTransformer"), ours::toString);
    assertTrue(ours.size() <= MOST_CLASSES, () -> ours.size() + ": " + ours);
    for (String name : ours) {
      assertFalse(name.contains("$$Lambda"), name);
      for (String stage : List.of("analysis.", "plan.", "emit.", "transform.ClassRewriter")) {
        assertFalse(name.startsWith("dev.weft.agent." + stage), name);
      }
    }
  }

  @Test
  void end_patternThatMatchedNothing_saidInOneLine() throws IOException, InterruptedException {
    String output = run("-javaagent:" + AGENT + "=include=no.such.**|org.eclipse.jdt.**");
    assertEquals(
        List.of("weft: no class was loaded that include=no.such.** matches; is it spelt right?"),
        output.lines().filter(line -> line.contains("no class was loaded")).toList());
  }

  @Test
  void end_allPatternsMatched_nothingSaid() throws IOException, InterruptedException {
    String output = run("-javaagent:" + AGENT + "=include=org.eclipse.jdt.**");
    assertFalse(output.contains("no class was loaded"), output);
  }

  private static String run(String... options) throws IOException, InterruptedException {
    Path java = ForkedJava.command(System.getProperty("java.home"));
    String output = Launch.of(java, LIBRARIES).run(List.of(options), MAIN, "-version");
    assertTrue(output.contains("Eclipse Compiler"), output);
    return output;
  }
}
