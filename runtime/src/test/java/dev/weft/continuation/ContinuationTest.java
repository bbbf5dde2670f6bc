package dev.weft.continuation;

import static dev.weft.continuation.HandWoven.handler;
import static dev.weft.continuation.HandWoven.method;
import static dev.weft.continuation.HandWoven.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Chaos;
import dev.weft.abi.FrameStack;
import dev.weft.continuation.HandWoven.Step;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The binary interface by example: what woven code does, written by hand, and what continuations
 * make of it.
 */
class ContinuationTest extends ContinuationFixture {
  @Nested
  class Running {
    @Test
    void run_bodyWithoutSuspension_isDone() {
      Continuation c = continuation(say("a"));
      assertFalse(c.isDone());
      c.run();
      assertTrue(c.isDone());
      assertEquals(List.of("a"), log);
    }

    @Test
    void run_bodyThatSuspends_goesOnWithTheNextRun() {
      Continuation c = continuation(say(1), suspend(), say(2), suspend(), say(3));
      for (int i = 1; i <= 3; i++) {
        assertFalse(c.isDone());
        c.run();
        assertEquals(i, log.size());
      }
      assertTrue(c.isDone());
    }

    @Test
    void run_suspensionInALastCall_endsWithTheNextRun() {
      Continuation c = continuation(call(method("inner"), suspend()));
      c.run();
      assertFalse(c.isDone());
      c.run();
      assertTrue(c.isDone());
    }

    @Test
    void run_calleeReturnsAfterSuspension_callerGetsItsResult() {
      Continuation c =
          continuation(
              call(method("inner"), suspend(), (before, stack) -> "result"),
              (before, stack) -> log.add(before));
      c.run();
      c.run();
      assertEquals(List.of("result"), log);
    }

    @Test
    void run_onAnotherThread_goesOnThere() throws InterruptedException {
      Continuation c =
          continuation(
              (before, stack) -> log.add(Thread.currentThread()),
              suspend(),
              (before, stack) -> log.add(Thread.currentThread()));
      c.run();
      Thread other = new Thread(c::run);
      other.start();
      other.join();
      assertTrue(c.isDone());
      assertSame(Thread.currentThread(), log.get(0));
      assertNotSame(log.get(0), log.get(1));
    }

    @Test
    void run_chainOfAMillionFrames_needsNoNativeStack() {
      Step[] steps = {suspend()};
      Continuation c = continuation(grow(steps, 5000));
      for (int i = 0; i < 5000; i++) {
        c.run();
      }
      assertFalse(c.isDone());
      assertEquals(5_000 * 200 + 1, c.stackTrace().length);
      c.run();
      assertTrue(c.isDone());
    }

    /** Each resumption calls two hundred methods more, and suspends in the innermost. */
    private static Step grow(Step[] suspend, int times) {
      return (before, stack) -> deeper(stack, suspend, 200, times);
    }

    private static Object deeper(FrameStack stack, Step[] suspend, int depth, int times) {
      HandWoven frame = method("frame");
      if (depth > 1) {
        return frame.call(stack, (before, s) -> deeper(s, suspend, depth - 1, times));
      }
      return times == 1
          ? frame.call(stack, suspend[0])
          : frame.call(stack, suspend[0], grow(suspend, times - 1));
    }

    @Test
    void run_done_saysSo() {
      Continuation c = continuation();
      c.run();
      assertMessage(
          c + " is done; make a new continuation to run the body again",
          assertThrows(IllegalStateException.class, c::run));
    }

    @Test
    void run_byItsOwnBody_saysItRuns() {
      Continuation[] self = new Continuation[1];
      self[0] =
          continuation(
              (before, stack) -> {
                self[0].run(stack);
                return null;
              });
      assertMessage(
          self[0] + " is running already; it cannot be run by its own body or a second thread",
          assertThrows(IllegalStateException.class, self[0]::run));
    }

    @Test
    void run_capturedWithAnOuterOne_saysWhichToRun() {
      Continuation inner = continuation(suspend(outerScope));
      Continuation outer = outer(run(inner));
      outer.run();
      assertMessage(
          inner + " was suspended inside an outer continuation; run that one instead",
          assertThrows(IllegalStateException.class, inner::run));
    }

    @Test
    void run_afterTheBodyThrew_isDone() {
      Continuation c = continuation(suspend(), fail(new IOException("x")));
      c.run();
      assertThrows(IOException.class, c::run);
      assertTrue(c.isDone());
      assertEquals(Optional.empty(), Continuation.current(scope));
    }
  }

  @Nested
  class Scopes {
    @Test
    void suspend_outerScope_leavesBothAndResumesBoth() {
      Continuation inner = continuation(say("in 1"), suspend(outerScope), say("in 2"));
      Continuation outer = outer(run(inner), say("out"));
      outer.run();
      assertEquals(List.of("in 1"), log);
      assertFalse(inner.isDone());
      outer.run();
      assertEquals(List.of("in 1", "in 2", "out"), log);
      assertTrue(inner.isDone());
      assertTrue(outer.isDone());
    }

    @Test
    void suspend_innerScope_returnsToTheOuterBody() {
      Continuation inner = continuation(suspend(), say("in"));
      Continuation outer = outer(run(inner), say("out"), run(inner));
      outer.run();
      assertEquals(List.of("out", "in"), log);
    }

    @Test
    void suspend_threeLevelsAtOnce_allGoOn() {
      ContinuationScope middleScope = new ContinuationScope("middle");
      Continuation inner = continuation(suspend(outerScope), say(1), suspend(outerScope), say(2));
      Continuation middle = new Continuation(middleScope, start(run(inner), say(3)));
      Continuation outer = outer(run(middle), say(4));
      outer.run();
      outer.run();
      assertEquals(List.of(1), log);
      outer.run();
      assertEquals(List.of(1, 2, 3, 4), log);
    }

    @Test
    void suspend_sameScopeTwice_leavesTheInnermost() {
      Continuation inner = continuation(suspend(), say("in"));
      Continuation outer = continuation(run(inner), say("out"));
      outer.run();
      assertTrue(outer.isDone());
      assertFalse(inner.isDone());
      assertEquals(List.of("out"), log);
    }

    @Test
    void suspend_noSuchScope_namesWhatIsThere() {
      ContinuationScope other = new ContinuationScope("other");
      Continuation inner = continuation(suspend(other));
      Continuation outer = outer(run(inner));
      assertMessage(
          "suspend(other): no continuation with this scope is running here (inside: "
              + inner
              + ", "
              + outer
              + "); call it from the body of a Continuation made with this scope",
          assertThrows(IllegalStateException.class, outer::run));
    }

    @Test
    void suspend_plainRunInBetween_pinnedAndGoesOn() {
      Continuation inner =
          continuation(suspend(outerScope), handler((e, stack) -> log.add(e)), say("goes on"));
      Continuation outer =
          outer(
              (before, stack) -> {
                inner.run(); // by its plain body
                return null;
              },
              suspend(outerScope),
              say("done"));
      outer.run();
      PinnedException pinned = (PinnedException) log.get(0);
      assertTrue(pinned.getMessage().startsWith("suspend(outer) cannot suspend"), pinned::toString);
      assertEquals("goes on", log.get(1));
      outer.run();
      assertEquals("done", log.get(2));
    }

    @Test
    void current_scope_isTheInnermostWithThatScope() {
      Continuation inner =
          continuation(
              (before, stack) -> log.add(Continuation.current(scope)),
              (before, stack) -> log.add(Continuation.current(outerScope)),
              (before, stack) -> log.add(Continuation.current(new ContinuationScope("none"))));
      Continuation outer = outer(run(inner));
      outer.run();
      assertEquals(List.of(Optional.of(inner), Optional.of(outer), Optional.empty()), log);
      assertEquals(Optional.empty(), Continuation.current(scope));
    }

    @Test
    void innerThrows_outerCatches_andMayRunAnother() {
      Continuation inner = continuation(suspend(outerScope), fail(new IOException("x")));
      Continuation outer = outer(run(inner), handler((e, stack) -> log.add(e)), say("out"));
      outer.run();
      outer.run();
      assertTrue(log.get(0) instanceof IOException);
      assertEquals("out", log.get(1));
    }
  }

  @Nested
  class Copies {
    @Test
    void copy_suspended_eachGoesItsOwnWay() {
      Continuation c = continuation(say(1), suspend(), say(2), suspend(), say(3));
      c.run();
      Continuation copy = c.copy();
      c.run();
      c.run();
      assertTrue(c.isDone());
      assertFalse(copy.isDone());
      copy.run();
      copy.run();
      assertEquals(List.of(1, 2, 3, 2, 3), log);
      assertSame(scope, copy.scope());
    }

    @Test
    void copy_newOne_startsTheBodyAgain() {
      Continuation c = continuation(say(1));
      Continuation copy = c.copy();
      c.run();
      copy.run();
      assertEquals(List.of(1, 1), log);
    }

    @Test
    void copy_ofACopyAfterResumption_isIndependent() {
      Continuation c = continuation(call(method("inner"), suspend(), suspend(), say("x")));
      c.run();
      Continuation first = c.copy();
      first.run();
      Continuation second = first.copy();
      for (Continuation each : List.of(c, first, second)) {
        while (!each.isDone()) {
          each.run();
        }
      }
      assertEquals(List.of("x", "x", "x"), log);
    }

    @Test
    void copy_done_refused() {
      Continuation c = continuation();
      c.run();
      assertMessage(
          c + " is done; only a suspended one can be copied",
          assertThrows(IllegalStateException.class, c::copy));
    }

    @Test
    void copy_running_refused() {
      Continuation[] self = new Continuation[1];
      self[0] = continuation((before, stack) -> self[0].copy());
      assertMessage(
          self[0] + " is running; only a suspended one can be copied",
          assertThrows(IllegalStateException.class, self[0]::run));
    }

    @Test
    void copy_innerOneCaptured_refusedByItsName() {
      Continuation inner = continuation(suspend(outerScope));
      Continuation outer = outer(run(inner));
      outer.run();
      assertMessage(
          outer
              + " cannot be copied: "
              + inner
              + " is suspended inside it and would be shared by both copies; copy while no inner"
              + " coroutine is being run",
          assertThrows(IllegalStateException.class, outer::copy));
      outer.run();
      assertTrue(outer.isDone(), "the refusal changed nothing");
    }
  }

  @Nested
  class Forcing {
    @Test
    void chaos_certain_suspendsAndResumesAtOnce() {
      long before = Chaos.forced();
      Chaos.configure(1, 1);
      try {
        Continuation c =
            continuation(
                call(
                    method("inner"),
                    (ignored, stack) -> {
                      Chaos.afterReference("kept", stack);
                      return "lost";
                    },
                    (value, stack) -> log.add(value)));
        c.run();
        assertTrue(c.isDone());
      } finally {
        Chaos.configure(0, 0);
      }
      assertEquals(List.of("kept"), log);
      assertEquals(before + 1, Chaos.forced());
    }
  }
}
