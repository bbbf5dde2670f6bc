package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.debug.SwitchCheck;
import dev.weft.greenlet.Greenlet;
import dev.weft.greenlet.GreenletEvent;
import dev.weft.greenlet.GreenletTracer;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.SwitchListener;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule V84 of SEMANTICS.md: code that must let others run, and is checked for it. */
class SwitchRulesIT extends TaskFixture {

  /** What a check says about {@code body}; empty when it is content. */
  @Suspendable
  private static String said(SwitchCheck check, SuspendableRunnable body) {
    Throwable thrown = thrownBy(() -> check.run(body));
    return thrown == null ? "" : assertInstanceOf(AssertionError.class, thrown).getMessage();
  }

  /** Computes for so long, by the clock of the hub. */
  private void compute(long millis) {
    clock.advance(ms(millis));
  }

  @Test
  void v84_codeThatDoesNotSwitch_fails() throws Exception {
    run(
        () -> {
          Task.current().orElseThrow().setName("main");
          log.add(said(SwitchCheck.any(), () -> compute(20)));
          log.add(said(SwitchCheck.any(), Task::yieldNow));
          log.add(said(SwitchCheck.any(), () -> sleep(1_000)));
          log.add(
              SwitchCheck.any()
                  .call(
                      () -> {
                        sleep(1);
                        return "result";
                      }));
        });
    assertEquals(
        List.of(
            "Task \"main\" did not switch for 0.02 seconds, until the checked code ended; let it"
                + " Task.yieldNow() now and then, or wait in a way that suspends it",
            "",
            "",
            "result"),
        log);
  }

  @Test
  void v84_limit_isForEachTurn_notForWhatOthersDoMeanwhile() throws Exception {
    SwitchCheck check = SwitchCheck.any().within(ms(10));
    run(
        () -> {
          log.add(said(check, () -> compute(10)));
          log.add(
              said(
                  check,
                  () -> {
                    compute(8);
                    sleep(1_000);
                    compute(8);
                    go(() -> compute(1_000));
                    Task.yieldNow();
                    compute(8);
                  }));
          log.add(said(check, () -> compute(11)));
          log.add(
              said(
                  check,
                  () -> {
                    compute(11);
                    sleep(1);
                    compute(5);
                  }));
        });
    assertEquals(List.of("", ""), log.subList(0, 2));
    assertTrue(
        log.get(2).toString().contains(" 0.011 seconds, until the checked code ended; 0.01"));
    assertTrue(log.get(3).toString().contains(" 0.011 seconds, until it stopped at "));
    assertTrue(log.get(3).toString().contains("; 0.01 are allowed; "), log::toString);
  }

  @Test
  void v84_exceptionOfTheCode_isNotHidden() throws Exception {
    IllegalStateException failure = new IllegalStateException();
    run(
        () -> {
          SuspendableRunnable fails =
              () -> {
                throw failure;
              };
          log.add(thrownBy(() -> SwitchCheck.any().run(fails)));
          log.add(thrownBy(() -> SwitchCheck.hubOnly().within(NO_TIME).run(fails)));
        });
    assertEquals(List.of(failure, failure), log);
    assertEquals(0, failure.getSuppressed().length);
  }

  @Test
  void v84_switchesOfGreenlets_countUnlessOnlyTheHubDoes() throws Exception {
    SuspendableRunnable there = () -> new Greenlet(() -> {}).switchTo();
    SuspendableRunnable inTurns =
        () -> {
          Greenlet other =
              new Greenlet(
                  () -> {
                    compute(8);
                    Greenlet.current().parent().orElseThrow().switchTo();
                  });
          compute(8);
          other.switchTo();
          compute(8);
        };
    run(
        () -> {
          log.add(said(SwitchCheck.any(), there).isEmpty());
          log.add(said(SwitchCheck.hubOnly(), there).isEmpty());
          log.add(said(SwitchCheck.any().within(ms(10)), inTurns).isEmpty());
          log.add(said(SwitchCheck.hubOnly().within(ms(10)), inTurns).isEmpty());
          log.add(said(SwitchCheck.hubOnly(), Task::yieldNow).isEmpty());
          assertEquals(Optional.empty(), Greenlet.tracer());
        });
    assertEquals(List.of(true, false, true, false, true), log);
  }

  @Test
  void v84_outsideOfTasks_onlyGreenletsSwitch() {
    assertEquals("", said(SwitchCheck.any(), () -> new Greenlet(() -> {}).switchTo()));
    assertTrue(said(SwitchCheck.any(), () -> Thread.sleep(1)).startsWith("the thread did not "));
    assertThrows(IllegalStateException.class, () -> SwitchCheck.hubOnly().run(() -> {}));
  }

  @Test
  void v84_nested_eachCountsForItself() throws Exception {
    run(
        () -> {
          log.add(said(SwitchCheck.any(), () -> log.add(said(SwitchCheck.any(), Task::yieldNow))));
          log.add(
              said(
                  SwitchCheck.any(),
                  () -> {
                    Task.yieldNow();
                    log.add(said(SwitchCheck.any(), () -> {}).isEmpty());
                  }));
          log.add(
              said(
                      SwitchCheck.any().within(ms(10)),
                      () -> {
                        compute(8);
                        log.add(said(SwitchCheck.any().within(ms(10)), () -> compute(8)));
                        compute(1);
                      })
                  .contains(" 0.017 seconds, "));
        });
    assertEquals(List.of("", "", false, "", "", true), log);
  }

  @Test
  void v84_checksOfTwoGreenlets_overlap_andLeaveNothingBehind() throws Exception {
    GreenletTracer own = (event, origin, target) -> log.add(event);
    run(
        () -> {
          Greenlet.setTracer(own);
          Greenlet main = Greenlet.current();
          Greenlet first =
              new Greenlet(
                  () -> {
                    log.add(said(SwitchCheck.hubOnly().within(ms(10)), () -> turn(main)));
                    log.add(said(SwitchCheck.any(), () -> turn(main)));
                  });
          Greenlet second =
              new Greenlet(
                  () -> {
                    String hub =
                        said(
                            SwitchCheck.hubOnly(), () -> said(SwitchCheck.any(), () -> turn(main)));
                    log.add(hub.isEmpty());
                  });
          for (Greenlet next : List.of(first, second, first, second, first, first)) {
            next.switchTo();
          }
          log.removeIf(GreenletEvent.class::isInstance);
          assertTrue(first.isDead() && second.isDead());
          assertSame(own, Greenlet.tracer().orElseThrow());
        });
    assertEquals(List.of("", false, ""), log);
  }

  @Suspendable
  private static void turn(Greenlet to) {
    to.switchTo();
  }

  @Test
  void v84_waitThatPins_isNoSwitch() throws Exception {
    run(
        () -> {
          go(() -> log.add("others run"));
          log.add(
              said(
                      SwitchCheck.any(),
                      () -> {
                        synchronized (this) {
                          sleep(1);
                        }
                      })
                  .isEmpty());
        });
    assertEquals(List.of("others run", false), log);
  }

  @Test
  void v84_tasksOfAParallelScheduler_areChecked() throws Exception {
    try (ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      Task<List<String>> checked =
          scheduler.spawn(
              () ->
                  List.of(
                      said(SwitchCheck.any(), Task::yieldNow),
                      said(SwitchCheck.hubOnly(), () -> {}).replaceAll(".* did not", "")));
      assertEquals("", checked.result().get(0));
      assertTrue(checked.result().get(1).startsWith(" switch for "), checked.result()::toString);
    }
  }

  @Test
  void watching_listener_isToldOfEachTurn_andNotOfThoseOfTasksSpawnedThere() throws Exception {
    SwitchListener listener =
        new SwitchListener() {
          @Override
          public void stopped() {
            log.add("stopped");
          }

          @Override
          public void resumed() {
            log.add("resumed");
          }
        };
    run(
        () -> {
          log.add(
              Tasks.watching(
                  listener,
                  () -> {
                    go(() -> sleep(1));
                    sleep(5);
                    return "done";
                  }));
          sleep(1);
        });
    assertEquals(List.of("stopped", "resumed", "done"), log);
  }

  @Test
  void watching_listenerThatFails_isReportedOnce_andTheTaskGoesOn() throws Exception {
    SwitchListener fails =
        new SwitchListener() {
          @Override
          public void stopped() {
            throw new IllegalStateException("of the test");
          }

          @Override
          public void resumed() {
            log.add("told again");
          }
        };
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      run(
          () ->
              Tasks.watching(
                  fails,
                  () -> {
                    sleep(1);
                    sleep(1);
                    return log.add("done");
                  }));
    } finally {
      System.setErr(before);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertEquals(List.of("done"), log);
    assertTrue(
        text.startsWith("[weft] the listener of Tasks.watching, which is told nothing"), text);
    assertEquals(2, text.split("of the test", -1).length, text);
  }
}
