package dev.weft.conformance.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small corpus, on the JDK this is. The whole one: {@code test-apps/conformance/run corpus}. */
class CorpusIT {
  private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

  @Test
  void smallCorpus_wovenThroughout_linksAsItDoesUnwoven(@TempDir Path work)
      throws IOException, InterruptedException {
    ForkedJava java =
        new ForkedJava(
            ForkedJava.command(System.getProperty("java.home")),
            Path.of(System.getProperty("weft.agent.jar")));
    CorpusResult result =
        CorpusResult.of(java, List.of("jars", MODULE.resolve("target/small-corpus")), work);
    System.out.println(CorpusTable.of(result));
    assertEquals(List.of(), result.violations());
    assertEquals(3, result.reports().size());
    assertTrue(result.total().classes() > 2_000, () -> result.total().toString());
    assertTrue(result.total().points() > 50_000, () -> result.total().toString());
    Growth growth = Growth.read(MODULE.resolve("corpus-growth.tsv"));
    assertEquals(List.of(), growth.excesses(jdk(), result.reports()));
  }

  /** Growth is recorded for 17 and 25; other versions are held to the nearest. */
  private static int jdk() {
    return Runtime.version().feature() < 25 ? 17 : 25;
  }
}
