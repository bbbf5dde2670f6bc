package dev.weft.guide;

// example: junit
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Suspendable;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.junit.HubExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Suspendable
@ExtendWith(HubExtension.class)
class RetryIT {
  @Test
  void retry_triesThreeTimes_anHourApart(ManualClock clock) throws Exception {
    int[] tries = new int[1];
    Task<Void> retry = Task.with().unreported().spawn(() -> Retry.call(() -> fail(++tries[0])));
    retry.join();
    assertEquals(3, tries[0]);
    assertEquals(Duration.ofHours(2), clock.elapsed());
    assertThrows(IllegalStateException.class, retry::result); // it has ended: nothing waits here
  }

  private static void fail(int attempt) {
    throw new IllegalStateException("attempt " + attempt);
  }
}
// end
