package dev.weft.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Test methods that are tasks. */
@Suspendable
@ExtendWith(HubExtension.class)
class HubExtensionIT {
  @Test
  void aTestMethod_sleepsThreeDays_inNoTime(ManualClock clock) throws Exception {
    long start = System.nanoTime();
    Task<String> other =
        Task.spawn(
            () -> {
              Task.sleep(Duration.ofDays(1));
              return "a day later";
            });
    Task.sleep(Duration.ofDays(3));
    assertTrue(other.isDone()); // the test itself was suspended
    assertEquals("a day later", other.result());
    assertEquals(Duration.ofDays(3), clock.elapsed());
    assertTrue(System.nanoTime() - start < 60_000_000_000L);
  }

  @Test
  void aTestMethod_isTheMainTask_withoutParameters_too() {
    assertEquals(Hub.current().orElseThrow().main(), Task.current().orElseThrow());
    assertTrue(Hub.current().orElseThrow().name().startsWith("aTestMethod_isTheMainTask"));
  }
}
