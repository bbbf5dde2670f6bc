package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.hub.Clock;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.sync.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Another thread wakes a task at the worst moment: when the hub has looked for such, and is about
 * to find that it has nothing to do.
 */
class OutsideRacesIT {
  private static final Duration DAY = Duration.ofDays(1);

  private final Promise<String> promise = new Promise<>();

  @Test
  void theThreadHasEnded_noDeadlock() throws Exception {
    WorstMoment clock = new WorstMoment(() -> promise.complete("woken"));
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              Task<Boolean> waiting = Task.spawn(() -> promise.await(DAY));
              waiting.join(); // when the promise is complete, no timer runs
              assertEquals(true, waiting.resultNow());
            });
    assertTrue(clock.hasCome);
  }

  @Test
  void itWasTheWorkThatWasExpected_theClockDoesNotJumpPastIt() throws Exception {
    AtomicReference<AutoCloseable> work = new AtomicReference<>();
    WorstMoment clock =
        new WorstMoment(
            () -> {
              promise.complete("woken");
              close(work.get());
            });
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              work.set(Hub.current().orElseThrow().expectOutside());
              Task.spawn(() -> Task.sleep(DAY));
              assertEquals("woken", promise.result());
              assertEquals(Duration.ZERO, clock.manual.elapsed());
            });
    assertTrue(clock.hasCome);
  }

  private static void close(AutoCloseable work) {
    try {
      work.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A clock that the hub asks, behind its look at what comes from outside, which timers are due: at
   * that moment a thread does the waking, and ends.
   */
  private final class WorstMoment implements Clock {
    private final ManualClock manual = new ManualClock();
    private final Runnable waking;
    private boolean hasCome;

    WorstMoment(Runnable waking) {
      this.waking = waking;
    }

    @Override
    public long nanoTime() {
      boolean asksForTheHub = Task.current().isEmpty();
      if (!hasCome && asksForTheHub && promise.waiting() > 0) {
        hasCome = true;
        Thread waker = new Thread(waking);
        waker.start();
        try {
          waker.join();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return manual.nanoTime();
    }

    @Override
    public boolean skipTo(long deadline) {
      return manual.skipTo(deadline);
    }
  }
}
