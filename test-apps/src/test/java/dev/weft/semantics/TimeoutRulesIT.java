package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Rules V31 to V37 and A14 to A16 of SEMANTICS.md: limits on the time that code takes. */
class TimeoutRulesIT extends TaskFixture {
  @Test
  void v31_theSignal_isAnError_raisedInTheTaskThatStartedIt() throws Exception {
    run(
        () -> {
          go(() -> sleep(1000)); // not this one
          Timeout timeout = Timeout.start(ms(50));
          try {
            sleep(500);
            log.add("never");
          } catch (Exception e) {
            log.add("an Exception swallowed it");
          } catch (Timeout.Signal signal) {
            log.add(signal.getMessage());
            assertSame(timeout, signal.timeout());
            assertEquals(TaskFixture.class.getName(), signal.getStackTrace()[0].getClassName());
          }
          assertEquals(50, millis());
        });
    assertEquals(List.of("0.05 seconds"), log);
  }

  @Test
  void v32_forms_silentOne_noLimit_ownException() throws Exception {
    run(
        () -> {
          assertEquals("late", Timeout.callOrElse(ms(10), "late", () -> sleeper("x", 50).result()));
          assertEquals("x", Timeout.callOrElse(ms(90), "late", () -> sleeper("x", 50).result()));
          assertEquals("x", Timeout.call(null, () -> sleeper("x", 100_000_000).result()));
          assertInstanceOf(
              TimeoutException.class,
              thrownBy(() -> Timeout.call(ms(10), () -> sleeper("x", 50).result())));
          assertInstanceOf(IllegalArgumentException.class, thrownBy(() -> Timeout.of(ms(-1))));
        });
  }

  @Suspendable
  private String nested(long outer, long inner) throws Exception {
    long start = millis();
    try {
      return Timeout.call(
          ms(outer),
          () -> {
            try {
              Timeout.call(
                  ms(inner),
                  () -> {
                    sleep(1000);
                    return null;
                  });
              return "neither";
            } catch (TimeoutException e) {
              return "inner at " + (millis() - start);
            }
          });
    } catch (TimeoutException e) {
      return "outer at " + (millis() - start);
    }
  }

  @Test
  void v33_nested_theFirstToExpireIsRaised_andOnlyItsOwnBlockCatchesIt() throws Exception {
    run(
        () -> {
          assertEquals("inner at 10", nested(20, 10));
          assertEquals("outer at 10", nested(10, 20));
          assertEquals("outer at 10", nested(10, 10)); // it was started first
          try (Timeout outer = Timeout.start(ms(20))) {
            assertInstanceOf(
                TimeoutException.class,
                thrownBy(() -> Timeout.call(ms(10), () -> sleeper("x", 50).result())));
            assertTrue(outer.isPending());
          }
          Task.sleep(Duration.ofSeconds(1)); // nothing is left over
        });
  }

  @Test
  void v34_timeoutOfZero_isRaisedAtTheNextWait() throws Exception {
    run(
        () -> {
          assertInstanceOf(
              TimeoutException.class,
              thrownBy(() -> Timeout.call(NO_TIME, () -> sleeper("x", 1).result())));
          assertEquals("no wait", Timeout.call(NO_TIME, () -> "no wait"));
          assertEquals(0, millis());
        });
  }

  @Test
  void v35_codeThatNeverWaits_isNotInterrupted() throws Exception {
    run(
        () -> {
          String result =
              Timeout.call(
                  ms(10),
                  () -> {
                    clock.advance(ms(50)); // as a computation would
                    return "done";
                  });
          assertEquals("done", result);
          sleep(100); // and it is not raised later
        });
  }

  @Test
  void v36_startTwice_isRefused_cancelled_itCanStartAgain_closed_not() throws Exception {
    run(
        () -> {
          Timeout timeout = Timeout.of(ms(10));
          assertFalse(timeout.isPending());
          timeout.start();
          assertTrue(timeout.isPending());
          Throwable twice = thrownBy(timeout::start);
          assertTrue(twice.getMessage().contains("is already started"), twice::getMessage);
          timeout.cancel();
          sleep(20);
          assertFalse(timeout.isExpired());
          timeout.start();
          Throwable raised = thrownBy(() -> sleep(20));
          assertInstanceOf(Timeout.Signal.class, raised);
          assertTrue(timeout.isExpired());
          timeout.close();
          assertTrue(timeout.isExpired());
          assertInstanceOf(IllegalStateException.class, thrownBy(timeout::start));
        });
  }

  @Test
  void v37_callOrElse_answersForItsOwnTimeoutOnly() throws Exception {
    run(
        () -> {
          Throwable outer =
              thrownBy(
                  () ->
                      Timeout.call(
                          ms(10),
                          () ->
                              Timeout.callOrElse(ms(50), "mine", () -> sleeper("x", 99).result())));
          assertInstanceOf(TimeoutException.class, outer);
          assertEquals(10, millis());
        });
  }

  @Test
  void a15_insideTheBlockASignal_outsideATimeoutException() throws Exception {
    run(
        () -> {
          Throwable outside =
              thrownBy(
                  () ->
                      Timeout.call(
                          ms(10),
                          () -> {
                            Throwable inside = thrownBy(() -> sleep(50));
                            log.add(inside.getClass().getSimpleName());
                            throw (Error) inside;
                          }));
          assertInstanceOf(TimeoutException.class, outside);
          assertInstanceOf(Timeout.Signal.class, outside.getCause());
        });
    assertEquals(List.of("Signal"), log);
  }

  @Test
  void a16_anOuterTimeout_passesThroughTheInnerOneUnchanged() throws Exception {
    run(() -> log.add(nested(10, 50)));
    assertEquals(List.of("outer at 10"), log);
  }

  @Test
  void a14_cleaningUp_isWaitedForBeforeTheTimeoutIsThrown() throws Exception {
    run(
        () -> {
          Throwable late =
              thrownBy(
                  () ->
                      Timeout.call(
                          ms(10),
                          () -> {
                            try {
                              sleep(50);
                            } finally {
                              sleep(5);
                              log.add("cleaned up");
                            }
                            return null;
                          }));
          assertInstanceOf(TimeoutException.class, late);
          assertEquals(15, millis());
        });
    assertEquals(List.of("cleaned up"), log);
  }
}
