package dev.weft.continuation;

import static dev.weft.continuation.HandWoven.handler;
import static dev.weft.continuation.HandWoven.method;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.FrameStack;
import dev.weft.abi.Saving;
import dev.weft.continuation.HandWoven.Step;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Exceptions in continuations whose bodies are woven by hand: who sees them, and their traces. */
class ContinuationFailureTest extends ContinuationFixture {
  private static List<String> methods(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .takeWhile(element -> element.getClassName().equals("test.HandWoven"))
        .map(element -> element.getMethodName() + ":" + element.getLineNumber())
        .toList();
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
    private final OutOfMemoryError error = new OutOfMemoryError("simulated");

    /** Calls a method that suspends, and finds no memory for the frame of the caller. */
    private Step rescued(Step... inner) {
      return (before, stack) -> {
        Object result = method("inner").call(stack, inner);
        Saving.rescue(stack, error);
        return result;
      };
    }

    @Test
    void save_noMemoryAndNoFrameYet_errorOfTheSuspension() {
      Continuation c =
          continuation(
              call(
                  method("finally"),
                  (before, stack) -> {
                    Continuation.suspend(scope, stack);
                    Saving.rescue(stack, error);
                    return null;
                  },
                  handler((e, stack) -> rethrow("finally", e))),
              handler((e, stack) -> log.add(e)),
              say("goes on"));
      c.run();
      assertEquals(List.of("finally", error, "goes on"), log);
      assertTrue(c.isDone());
      assertFalse(FrameStack.ofCurrentThread().isUnwinding());
    }

    @Test
    void save_noMemoryInTheMiddle_innerFramesGoFirst() {
      Continuation c =
          continuation(
              call(
                  method("middle"),
                  rescued(suspend(), handler((e, s) -> rethrow("inner", e))),
                  handler((e, s) -> rethrow("middle", e))),
              handler((e, s) -> rethrow("body", e)));
      assertSame(error, assertThrows(OutOfMemoryError.class, c::run));
      assertEquals(List.of("inner", "middle", "body"), log);
    }

    @Test
    void save_noMemoryAndInnerCatchesTheError_callerGetsItsResult() {
      Continuation c =
          continuation(
              call(
                  method("middle"),
                  rescued(suspend(), handler((e, s) -> "result")),
                  (before, s) -> log.add(before)));
      c.run();
      assertEquals(List.of("result"), log);
      assertTrue(c.isDone());
    }

    /** Whom the failed suspension was for is not suspended by the next one. */
    @Test
    void save_failedForOuter_nextSuspensionIsOfInner() {
      Continuation inner =
          continuation(
              call(
                  method("inner"),
                  (before, stack) -> {
                    Continuation.suspend(outerScope, stack);
                    stack.failedToSave(error);
                    return null;
                  },
                  handler(suspend())));
      Continuation outer = outer(run(inner), say("outer goes on"));
      outer.run();
      assertEquals(List.of("outer goes on"), log);
      assertTrue(outer.isDone());
      inner.run();
      assertTrue(inner.isDone());
    }

    /** A result that waits for its caller is not replaced by a later error. */
    @Test
    void save_failsBehindAResultOfARescue_resultIsDelivered() {
      Continuation c =
          continuation(
              call(
                  method("outer"),
                  (before, stack) -> {
                    method("middle")
                        .call(
                            stack,
                            rescued(suspend(), handler((e, s) -> "result")),
                            (result, s) -> log.add(result));
                    stack.failedToSave(error);
                    return null;
                  },
                  say("outer")));
      c.run();
      assertEquals(List.of("result", "outer"), log);
    }

    @Test
    void save_noMemoryAndHandlerSuspends_suspendsWhole() {
      Continuation c =
          continuation(
              call(
                  method("middle"),
                  rescued(suspend(), handler(suspend()), say("inner")),
                  say("middle")),
              say("body"));
      c.run();
      assertEquals(List.of(), log);
      assertEquals(List.of("inner:2", "middle:1", "body:1"), methods(c.stackTrace()));
      c.run();
      assertEquals(List.of("inner", "middle", "body"), log);
      assertTrue(c.isDone());
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
}
