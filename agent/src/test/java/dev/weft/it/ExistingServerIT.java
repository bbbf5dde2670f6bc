package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.it.targets.LineThreads;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a thread for each connection, unchanged: one option, and a few threads do. */
class ExistingServerIT {
  private static int peak(Jvm.Result result) {
    List<String> lines = result.err().lines().filter(line -> line.startsWith("peak ")).toList();
    assertEquals(1, lines.size(), result::toString);
    return Integer.parseInt(lines.get(0).substring("peak ".length()));
  }

  @Test
  void threadPerConnection_asItIs_hasAThreadForEach() {
    assertTrue(peak(Jvm.plain().run(LineThreads.class).printed("1000 lines")) > 400);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void v77_threadPerConnection_patchedByOneFlag_doesTheSameOnFewThreads(int carriers) {
    Jvm.Result result =
        Jvm.withAgent("include=dev.weft.it.targets.**,patch=on,carriers=" + carriers)
            .run(LineThreads.class)
            .printed("1000 lines");
    assertEquals(List.of(), result.messages(), result::toString);
    assertTrue(peak(result) < 60, result::toString);
  }
}
