package dev.weft.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@code test-apps/run soak}. {@code -Dseed=} repeats the random choices, {@code
 * -Dsoak.seconds=} lengthens it.
 */
class SoakIT {
  @Test
  void soak_loosesNothing_andLeavesNothingBehind() throws Exception {
    soak(Soak.Around.WEFT, 60);
  }

  @Test
  void soak_aroundTheJdksOwn_loosesNothing_andLeavesNothingBehind() throws Exception {
    soak(Soak.Around.JDK, 10);
  }

  private static void soak(Soak.Around around, int seconds) throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int longer = Integer.getInteger("soak.seconds", seconds);
    assertEquals(List.of(), new Soak(around, seed, longer, System.out).run());
  }

  // ---- that it would notice --------------------------------------------------------------------

  @Test
  void ledger_itemLostOrDoubledOrExchanged_isNoticed() {
    assertEquals(0, findings(new long[] {1, 2, 3}, new long[] {3, 1, 2}));
    assertEquals(1, findings(new long[] {1, 2, 3}, new long[] {1, 2}));
    assertEquals(1, findings(new long[] {1, 2, 3}, new long[] {1, 2, 3, 3}));
    assertEquals(1, findings(new long[] {1, 2, 3}, new long[] {1, 2, 2}));
    assertEquals(1, findings(new long[] {1, 4}, new long[] {2, 3}));
  }

  @Test
  void counter_changedByTwoAtATime_isNoticed() throws Exception {
    SoakFindings findings = new SoakFindings();
    GuardedCounter counter = new GuardedCounter("no lock at all", findings);
    Hub.run(
        () -> {
          Task<Void> other = Task.spawn(() -> counter.countUp(true));
          counter.countUp(true);
          other.join();
        });
    assertEquals(List.of("two were in no lock at all"), List.copyOf(findings.wrong()));
  }

  private static int findings(long[] given, long[] taken) {
    SoakFindings findings = new SoakFindings();
    Ledger ledger = new Ledger("items");
    for (long item : given) {
      ledger.given(item);
    }
    for (long item : taken) {
      ledger.taken(item);
    }
    ledger.check(findings);
    assertTrue(findings.wrong().stream().allMatch(text -> text.startsWith("items: ")));
    return findings.wrong().size();
  }
}
