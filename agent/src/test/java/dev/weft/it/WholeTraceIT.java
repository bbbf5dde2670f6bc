package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.it.targets.Traces;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The traces of exceptions that pass through several coroutines name each caller, and once. */
class WholeTraceIT {
  private static List<String> methodsOfTraceOf(Executable program) {
    Throwable failure = assertThrows(IllegalArgumentException.class, program);
    return Arrays.stream(failure.getStackTrace())
        .filter(element -> element.getClassName().equals(Traces.class.getName()))
        .map(StackTraceElement::getMethodName)
        .filter(name -> !name.startsWith("lambda$"))
        .toList();
  }

  @Test
  void exception_innerCoroutineWasSuspendedWithTheOuter_callersInTheOuterAreNamed() {
    assertEquals(
        List.of("suspendAndThrow", "runInner", "throwAfterJointSuspension"),
        methodsOfTraceOf(Traces::throwAfterJointSuspension));
  }

  @Test
  void exception_throughMethodWithoutSuspendPoint_namedOnceUnderTwoTrampolines() {
    assertEquals(
        List.of("suspendAndThrowNothing", "callPlainly", "throwThroughPlainMethod"),
        methodsOfTraceOf(Traces::throwThroughPlainMethod));
  }

  @Test
  void exception_throughDelegationInsideAnotherCoroutine_callersBehindItAreNamed() {
    assertEquals(
        List.of("yieldAndThrow", "delegate", "relay", "throwThroughRelay"),
        methodsOfTraceOf(Traces::throwThroughRelay));
  }
}
