package dev.weft.continuation;

import static dev.weft.continuation.HandWoven.handler;
import static dev.weft.continuation.HandWoven.method;
import static dev.weft.continuation.HandWoven.start;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Chaos;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Saving;
import dev.weft.continuation.HandWoven.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The binary interface by example: what woven code does, written by hand, and what continuations
 * make of it.
 */
class ContinuationTest {
  private final ContinuationScope scope = new ContinuationScope("scope");
  private final ContinuationScope outerScope = new ContinuationScope("outer");
  private final List<Object> log = new ArrayList<>();

  private Continuation continuation(Step... steps) {
    return new Continuation(scope, start(steps));
  }

  private Step suspend() {
    return suspend(scope);
  }

  private static Step suspend(ContinuationScope to) {
    return (before, stack) -> {
      Continuation.suspend(to, stack);
      return null;
    };
  }

  private Step say(Object what) {
    return (before, stack) -> {
      log.add(what);
      return before;
    };
  }

  private static Step call(HandWoven method, Step... steps) {
    return (before, stack) -> method.call(stack, steps);
  }

  private static Step fail(Throwable exception) {
    return (before, stack) -> {
      throw exception;
    };
  }

  private static List<String> methods(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .takeWhile(element -> element.getClassName().equals("test.HandWoven"))
        .map(element -> element.getMethodName() + ":" + element.getLineNumber())
        .toList();
  }

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

  private static void assertMessage(String expected, Throwable actual) {
    assertEquals(expected, actual.getMessage());
  }

  private Continuation outer(Step... steps) {
    return new Continuation(outerScope, start(steps));
  }

  private static Step run(Continuation inner) {
    return (before, stack) -> {
      inner.run(stack);
      return null;
    };
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
  class Traces {
    @Test
    void stackTrace_newAndDone_empty() {
      Continuation c = continuation();
      assertEquals(0, c.stackTrace().length);
      c.run();
      assertEquals(0, c.stackTrace().length);
    }

    @Test
    void stackTrace_suspended_innermostFirst() {
      Continuation c =
          continuation(say(1), call(method("middle"), call(method("inner"), suspend())));
      c.run();
      assertEquals(List.of("inner:1", "middle:1", "body:2"), methods(c.stackTrace()));
    }

    @Test
    void stackTrace_withCapturedInner_isWhole() {
      Continuation inner = continuation(call(method("inner"), suspend(outerScope)));
      Continuation outer = outer(call(method("caller"), run(inner)));
      outer.run();
      assertEquals(List.of("inner:1", "body:1", "caller:1", "body:1"), methods(outer.stackTrace()));
    }

    @Test
    void exception_afterResumption_hasTheSuspendedCallersOnce() {
      IOException[] thrown = new IOException[1];
      Continuation c =
          continuation(
              call(
                  method("middle"),
                  call(
                      method("inner"),
                      suspend(),
                      (before, stack) -> {
                        thrown[0] = new IOException("x", new IllegalStateException("cause"));
                        thrown[0].addSuppressed(new IllegalArgumentException("suppressed"));
                        throw thrown[0];
                      })));
      c.run();
      IOException seen = assertThrows(IOException.class, c::run);
      assertSame(thrown[0], seen);
      for (Throwable each : List.of(seen, seen.getCause(), seen.getSuppressed()[0])) {
        assertEquals(List.of("middle:1", "body:1"), methods(each.getStackTrace()), each::toString);
        assertEquals(
            0,
            Arrays.stream(each.getStackTrace())
                .filter(element -> element.getClassName().endsWith("Trampoline"))
                .count());
      }
    }

    @Test
    void exception_caughtHalfWay_traceIsWholeThere() {
      Continuation c =
          continuation(
              call(method("middle"), call(method("inner"), suspend(), fail(null))),
              handler(
                  (e, stack) -> {
                    log.add(e);
                    return null;
                  }));
      c.run();
      c.run();
      assertTrue(log.get(0) instanceof NullPointerException);
    }

    @Test
    void exception_madeElsewhere_keepsItsTrace() {
      Exception old = new Exception("old");
      StackTraceElement[] trace = old.getStackTrace();
      Continuation c = continuation(call(method("inner"), suspend(), fail(old)));
      c.run();
      assertSame(old, assertThrows(Exception.class, c::run));
      assertArrayEquals(trace, old.getStackTrace());
    }

    @Test
    void exception_withCyclicCauses_terminates() {
      Continuation c =
          continuation(
              call(
                  method("inner"),
                  suspend(),
                  (before, stack) -> {
                    IOException first = new IOException("first");
                    IOException second = new IOException("second", first);
                    first.initCause(second);
                    throw first;
                  }));
      c.run();
      assertMessage("first", assertThrows(IOException.class, c::run));
    }
  }

  @Nested
  class Exceptions {
    @Test
    void thrownAfterResumption_handlerOfASuspendedCallerCatches() {
      Continuation c =
          continuation(
              call(method("middle"), call(method("inner"), suspend(), fail(new Error("x")))),
              say("not reached"),
              handler((e, stack) -> log.add(((Throwable) e).getMessage())),
              say("goes on"));
      c.run();
      c.run();
      assertEquals(List.of("x", "goes on"), log);
      assertTrue(c.isDone());
    }

    @Test
    void handlerThatSuspends_goesOnInTheHandler() {
      Continuation c =
          continuation(
              call(method("inner"), suspend(), fail(new Error("x"))),
              handler(suspend()),
              say("after"));
      c.run();
      c.run();
      assertFalse(c.isDone());
      c.run();
      assertEquals(List.of("after"), log);
    }

    @Test
    void checkedException_leavesRunAsItIs() {
      Exception thrown = new Exception("checked");
      Continuation c = continuation(fail(thrown));
      assertSame(thrown, assertThrows(Exception.class, c::run));
    }
  }

  @Nested
  class Failing {
    @Test
    void save_frameLostForWantOfMemory_errorIsDeliveredInnermostFirst() {
      OutOfMemoryError error = new OutOfMemoryError("simulated");
      HandWoven lost = method("lost");
      Continuation c =
          continuation(
              call(
                  method("finally"),
                  (before, stack) -> {
                    Continuation.suspend(scope, stack);
                    Saving.lose(stack, error, lost, 7);
                    return null;
                  },
                  handler(
                      (e, stack) -> {
                        log.add(e);
                        throw (Throwable) e;
                      })),
              handler((e, stack) -> log.add(e)),
              say("goes on"));
      c.run();
      assertEquals(List.of(error, error, "goes on"), log);
      assertTrue(c.isDone());
      assertFalse(FrameStack.ofCurrentThread().unwinding);
    }

    @Test
    void save_failedInTheMiddle_innerFramesGoFirst() {
      OutOfMemoryError error = new OutOfMemoryError("simulated");
      Continuation c =
          continuation(
              call(
                  method("middle"),
                  (before, stack) -> {
                    Object result =
                        method("inner")
                            .call(stack, suspend(), handler((e, s) -> rethrow("inner", e)));
                    Saving.lose(stack, error, method("lost"), 1);
                    return result;
                  },
                  handler((e, s) -> rethrow("middle", e))),
              handler((e, s) -> rethrow("body", e)));
      assertSame(error, assertThrows(OutOfMemoryError.class, c::run));
      assertEquals(List.of("inner", "middle", "body"), log);
    }

    private Object rethrow(String where, Object e) throws Throwable {
      log.add(where);
      throw (Throwable) e;
    }

    @Test
    void stackOverflow_whileSaving_isAnErrorOfTheSuspension() {
      StackOverflowError error = new StackOverflowError("simulated");
      Continuation c =
          continuation(
              call(
                  method("inner"),
                  (before, stack) -> {
                    Continuation.suspend(scope, stack);
                    throw error;
                  }));
      assertSame(error, assertThrows(StackOverflowError.class, c::run));
      assertTrue(c.isDone());
      Continuation next = continuation(suspend(), say("fine"));
      next.run();
      next.run();
      assertEquals(List.of("fine"), log);
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
