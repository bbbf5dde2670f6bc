package dev.weft.greenlet;

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
class GreenletTest extends GreenletFixture {
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
