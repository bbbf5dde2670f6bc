package dev.weft.conformance.self;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One seed, one rate, on the JDK this is. All: {@code test-apps/conformance/run self}. */
class SelfWeavingIT {

  @Test
  void weaver_wovenAndSuspendedEverywhere_weavesItselfToTheSameBytes(@TempDir Path work)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path agent = Path.of(System.getProperty("weft.agent.jar"));
    SelfResult plain =
        SelfResult.plain(java, agent, Path.of(System.getProperty("weft.runtime.jar")), work);
    long seed = Long.getLong("seed", 1);
    System.out.println("seed " + seed);
    SelfResult woven = SelfResult.woven(java, agent, work, seed, 0.1);
    assertEquals(List.of(), plain.differences(woven));
    assertTrue(plain.files().size() > 500, () -> "only " + plain);
    assertEquals(plain.files().size() / 2, woven.suspended());
    assertTrue(woven.forced() > 100_000, woven::toString);
  }
}
