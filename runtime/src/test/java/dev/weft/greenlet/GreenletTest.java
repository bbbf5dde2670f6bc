package dev.weft.greenlet;

import static dev.weft.continuation.HandWoven.handler;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.continuation.Coroutine;
import dev.weft.continuation.HandWoven;
import dev.weft.continuation.PinnedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Switches between frames woven by hand: what the weaver must produce for greenlets to work. */
class GreenletTest {
  private final Greenlet main = Greenlet.current();

  /** A greenlet with these steps, child of the current one. */
  private static Greenlet greenlet(HandWoven.Step... steps) {
    return new Greenlet(HandWoven.start(steps), null);
  }

  @Test
  void switch_values_passBothWays() {
    List<Object> seen = new ArrayList<>();
    Greenlet g =
        greenlet(
            (first, stack) -> {
              seen.add(first);
              return main.switchTo("out 1", stack);
            },
            (in, stack) -> {
              seen.add(in);
              return main.switchTo("out 2", stack);
            },
            (in, stack) -> in + "!");
    assertFalse(g.isActive());
    assertEquals("out 1", g.switchTo("in 1"));
    assertTrue(g.isActive());
    assertEquals("out 2", g.switchTo("in 2"));
    assertEquals("in 3!", g.switchTo("in 3"));
    assertTrue(g.isDead());
    assertFalse(g.isActive());
    assertEquals(List.of("in 1", "in 2"), seen);
    assertSame(main, Greenlet.current());
  }

  @Test
  void switch_betweenSiblings_doesNotGrowTheStack() {
    int[] turns = {0};
    int[] deepest = {0};
    Greenlet[] pair = new Greenlet[2];
    HandWoven.Step[] steps = new HandWoven.Step[20_000];
    for (int me = 0; me < 2; me++) {
      int other = 1 - me;
      Arrays.fill(
          steps,
          (HandWoven.Step)
              (in, stack) -> {
                if (turns[0]++ % 1000 == 0) {
                  deepest[0] = Math.max(deepest[0], new Throwable().getStackTrace().length);
                }
                return pair[other].switchTo(turns[0], stack);
              });
      pair[me] = greenlet(steps.clone());
    }
    int shallow = new Throwable().getStackTrace().length;
    pair[0].switchTo();
    assertEquals(40_000, turns[0]);
    assertTrue(deepest[0] < shallow + 20, () -> deepest[0] + " frames");
  }

  @Test
  void death_byException_isRaisedInParentNotInSwitcher() {
    List<String> log = new ArrayList<>();
    Greenlet parent =
        greenlet(
            (in, stack) -> main.switchTo(stack),
            handler(
                (e, stack) -> {
                  log.add("parent got " + e);
                  return "handled";
                }));
    parent.switchTo();
    Greenlet child =
        new Greenlet(
            HandWoven.start(
                (in, stack) -> main.switchTo(stack),
                (in, stack) -> {
                  throw new IOException("boom");
                }),
            parent);
    child.switchTo();
    Greenlet sibling =
        greenlet(
            (in, stack) -> child.switchTo(stack),
            (in, stack) -> {
              log.add("sibling resumed");
              return null;
            });
    assertEquals("handled", sibling.switchTo());
    assertEquals(List.of("parent got java.io.IOException: boom"), log);
    assertTrue(child.isDead());
    assertTrue(parent.isDead());
    assertFalse(sibling.isDead());
  }

  @Test
  void death_byExit_isAValueForTheParent() {
    Greenlet g = greenlet((in, stack) -> main.switchTo(stack));
    g.switchTo();
    GreenletExit exit = new GreenletExit("enough");
    assertSame(exit, g.raise(exit));
    assertTrue(g.isDead());
    assertSame(exit, g.raise(exit), "dead: returned at once");
    assertEquals(5, g.switchTo(5), "dead: its live ancestor is the caller");
    assertThrows(ArithmeticException.class, () -> g.raise(new ArithmeticException()));
  }

  @Test
  void raise_intoUnstarted_neverRunsTheBody() {
    boolean[] ran = {false};
    Greenlet g =
        greenlet(
            (in, stack) -> {
              ran[0] = true;
              return null;
            });
    assertThrows(ArithmeticException.class, () -> g.raise(new ArithmeticException()));
    assertTrue(g.isDead());
    assertFalse(ran[0]);
  }

  @Test
  void death_parentUnstarted_isStartedByAResultAndSkippedByAnException() {
    Greenlet parent = greenlet((in, stack) -> "parent " + in);
    Greenlet child = new Greenlet(HandWoven.start((in, stack) -> "child " + in), parent);
    assertEquals("parent child x", child.switchTo("x"));

    Greenlet unstarted = greenlet((in, stack) -> "never");
    Greenlet failing =
        new Greenlet(
            HandWoven.start(
                (in, stack) -> {
                  throw new IllegalStateException("up");
                }),
            unstarted);
    assertEquals("up", assertThrows(IllegalStateException.class, failing::switchTo).getMessage());
    assertTrue(unstarted.isDead());
  }

  @Test
  void switch_fromPlainFrameInsideAGreenlet_isPinned() {
    Greenlet other = greenlet((in, stack) -> "reached");
    Greenlet g =
        greenlet(
            (in, stack) -> {
              PinnedException pinned = assertThrows(PinnedException.class, other::switchTo);
              assertTrue(pinned.getMessage().startsWith("switchTo: "), pinned::getMessage);
              return Greenlet.current();
            },
            (self, stack) -> {
              assertEquals(7, ((Greenlet) self).switchTo(7), "to itself: nothing to suspend");
              return other.switchTo(stack);
            });
    assertEquals("reached", g.switchTo());
    assertFalse(g.isDead());
  }

  @Test
  void tracer_seesEverySwitch_inTheTarget() {
    List<String> events = new ArrayList<>();
    Greenlet fine = greenlet((in, stack) -> "result " + in);
    Greenlet failing =
        greenlet(
            (in, stack) -> {
              throw new ArithmeticException();
            });
    Function<Greenlet, String> name = g -> g == main ? "main" : g == fine ? "fine" : "failing";
    Greenlet.setTracer(
        (event, origin, target) -> {
          assertSame(target, Greenlet.current());
          events.add(event + " " + name.apply(origin) + ">" + name.apply(target));
        });
    try {
      assertEquals("result 1", fine.switchTo(1));
      assertThrows(ArithmeticException.class, failing::switchTo);
    } finally {
      Greenlet.clearTracer();
    }
    assertEquals(
        List.of(
            "SWITCH main>fine", "SWITCH fine>main", "SWITCH main>failing", "THROW failing>main"),
        events);
  }

  @Test
  void tracer_thatThrows_isSwitchedOffAndFailsTheTarget() {
    Greenlet g = greenlet((in, stack) -> main.switchTo(stack));
    g.switchTo();
    Greenlet.setTracer(
        (event, origin, target) -> {
          throw new IOException("tracer");
        });
    assertThrows(IOException.class, g::switchTo);
    assertTrue(Greenlet.tracer().isEmpty());
    assertTrue(g.isDead());
  }

  @Test
  void close_fromMain_runsHandlersAndRestoresTheParent() {
    List<String> log = new ArrayList<>();
    Greenlet elsewhere = greenlet((in, stack) -> null);
    Greenlet g =
        new Greenlet(
            HandWoven.start(
                (in, stack) -> main.switchTo(stack),
                handler(
                    (e, stack) -> {
                      log.add("finally");
                      throw e instanceof Throwable t ? t : new AssertionError();
                    })),
            elsewhere);
    g.switchTo();
    g.close();
    assertEquals(List.of("finally"), log);
    assertTrue(g.isDead());
    assertSame(elsewhere, g.parent().orElseThrow());
    assertFalse(elsewhere.isDead());
    g.close();
  }

  @Test
  void close_whenTheExitIsSwallowed_saysSo() {
    Greenlet g =
        greenlet((in, stack) -> main.switchTo(stack), handler((e, stack) -> main.switchTo(stack)));
    g.switchTo();
    String message = assertThrows(IllegalStateException.class, g::close).getMessage();
    assertTrue(message.contains("caught GreenletExit and went on"), message);
  }

  @Test
  void wrongThread_everyUse_namesBothThreads() throws Exception {
    Greenlet g = greenlet((in, stack) -> null);
    List<Throwable> errors = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              errors.add(assertThrows(IllegalStateException.class, g::switchTo));
              errors.add(assertThrows(IllegalStateException.class, g::raise));
              errors.add(assertThrows(IllegalStateException.class, main::switchTo));
              errors.add(
                  assertThrows(IllegalStateException.class, () -> g.setParent(Greenlet.current())));
            },
            "other");
    thread.start();
    thread.join();
    assertEquals(4, errors.size());
    for (Throwable error : errors) {
      assertTrue(error.getMessage().contains("different thread"), error::getMessage);
      assertTrue(error.getMessage().contains("Current: thread \"other\""), error::getMessage);
      assertTrue(
          error.getMessage().contains("\"" + Thread.currentThread().getName() + "\""),
          error::getMessage);
    }
    assertNull(g.switchTo());
  }

  @Test
  void loop_outerCoroutineSuspendedInsideAGreenlet_goesOnThere() {
    List<String> log = new ArrayList<>();
    TestCoroutine[] outer = new TestCoroutine[1];
    Greenlet g =
        greenlet(
            (in, stack) -> {
              log.add("greenlet " + in);
              outer[0].suspend(stack);
              return null;
            },
            (in, stack) -> {
              log.add("greenlet resumed in " + (Greenlet.current() == main ? "main" : "itself"));
              return main.switchTo("half", stack);
            },
            (in, stack) -> "end " + in);
    outer[0] =
        new TestCoroutine(
            HandWoven.start(
                (in, stack) -> g.switchTo(1, stack),
                (in, stack) -> {
                  log.add("outer " + in);
                  return g.switchTo(2, stack);
                },
                (in, stack) -> {
                  log.add("outer " + in);
                  return null;
                }));
    outer[0].runPlain();
    log.add("suspended");
    String message = assertThrows(IllegalStateException.class, g::switchTo).getMessage();
    assertTrue(message.contains("together with the coroutine around it"), message);
    outer[0].runPlain();
    assertEquals(
        List.of(
            "greenlet 1", "suspended", "greenlet resumed in itself", "outer half", "outer end 2"),
        log);
    assertTrue(g.isDead());
  }

  @Test
  void loop_resumedInAnotherGreenlet_isRefusedByName() {
    TestCoroutine[] outer = new TestCoroutine[1];
    Greenlet g =
        greenlet(
            (in, stack) -> {
              outer[0].suspend(stack);
              return null;
            });
    outer[0] = new TestCoroutine(HandWoven.start((in, stack) -> g.switchTo(1, stack)));
    outer[0].runPlain();
    Greenlet other =
        greenlet(
            (in, stack) -> {
              outer[0].run(stack);
              return null;
            });
    String message = assertThrows(IllegalStateException.class, other::switchTo).getMessage();
    assertTrue(message.contains("run that coroutine in the main greenlet"), message);
    assertSame(main, Greenlet.current());
  }

  @Test
  void exception_ofAChild_showsItsSuspendedFrames() {
    Greenlet g =
        greenlet(
            (in, stack) ->
                HandWoven.twin(
                    List.of(
                        (a, k) -> main.switchTo(k),
                        (a, k) -> {
                          throw new ArithmeticException("deep");
                        }),
                    null,
                    stack));
    g.switchTo();
    assertEquals(2, g.stackTrace().length);
    ArithmeticException e = assertThrows(ArithmeticException.class, g::switchTo);
    long bodies =
        Arrays.stream(e.getStackTrace())
            .filter(x -> x.getClassName().equals("test.HandWoven"))
            .count();
    assertEquals(1, bodies, "the caller that was not entered");
  }

  @Test
  void handle_lost_closesAtTheNextSwitch() throws Exception {
    List<String> log = new ArrayList<>();
    makeAndLose(log);
    Greenlet idle = greenlet((in, stack) -> main.switchTo(stack));
    for (int i = 0; i < 100 && log.isEmpty(); i++) {
      System.gc();
      Thread.sleep(10);
      idle.switchTo();
      idle = greenlet((in, stack) -> main.switchTo(stack));
    }
    assertEquals(List.of("closed"), log);
  }

  private void makeAndLose(List<String> log) {
    Greenlet g =
        greenlet(
            (in, stack) -> main.switchTo(stack),
            handler(
                (e, stack) -> {
                  log.add("closed");
                  return null;
                }));
    g.switchTo();
    assertSame(g, new GreenletHandle(g).greenlet());
  }

  @Test
  @SuppressWarnings("try") // the scope is only there to be left
  void scope_closed_endsItsGreenletsYoungestFirst() {
    List<String> log = new ArrayList<>();
    try (GreenletScope scope = GreenletScope.open()) {
      for (String name : List.of("a", "b")) {
        greenlet(
                (in, stack) -> main.switchTo(stack),
                handler(
                    (e, stack) -> {
                      log.add(name);
                      return null;
                    }))
            .switchTo();
      }
      assertTrue(log.isEmpty());
    }
    assertEquals(List.of("b", "a"), log);
  }

  /** A coroutine around greenlets. */
  private static final class TestCoroutine extends Coroutine {
    TestCoroutine(Frame start) {
      super(start);
    }

    void runPlain() {
      resumeFromPlain(FrameStack.ofCurrentThread());
    }

    void run(FrameStack stack) {
      resume(stack);
    }

    void suspend(FrameStack stack) {
      assertEquals(Reach.FREE, reach(this, stack));
      suspendTo(this, stack);
    }
  }
}
