package dev.weft.continuation;

import static dev.weft.continuation.HandWoven.method;
import static dev.weft.continuation.HandWoven.start;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.continuation.HandWoven.Step;
import java.util.ArrayList;
import java.util.List;

/** Continuations put together of steps, and a log of what the steps did. */
abstract class ContinuationFixture {
  final ContinuationScope scope = new ContinuationScope("scope");
  final ContinuationScope outerScope = new ContinuationScope("outer");
  final List<Object> log = new ArrayList<>();

  Continuation continuation(Step... steps) {
    return new Continuation(scope, start(steps));
  }

  Continuation outer(Step... steps) {
    return new Continuation(outerScope, start(steps));
  }

  Step suspend() {
    return suspend(scope);
  }

  static Step suspend(ContinuationScope to) {
    return (before, stack) -> {
      Continuation.suspend(to, stack);
      return null;
    };
  }

  Step say(Object what) {
    return (before, stack) -> {
      log.add(what);
      return before;
    };
  }

  static Step call(HandWoven method, Step... steps) {
    return (before, stack) -> method.call(stack, steps);
  }

  static Step fail(Throwable exception) {
    return (before, stack) -> {
      throw exception;
    };
  }

  static Step run(Continuation inner) {
    return (before, stack) -> {
      inner.run(stack);
      return null;
    };
  }

  static void assertMessage(String expected, Throwable actual) {
    assertEquals(expected, actual.getMessage());
  }
}
