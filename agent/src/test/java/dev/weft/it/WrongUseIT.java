package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.continuation.PinnedException;
import dev.weft.it.targets.Misuses;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Wrong uses of coroutines: one message each that says what, where, and how to do it right. */
class WrongUseIT {
  @Test
  void suspend_methodNotSuspendableInTheMiddle_pinnedNamesItsLineAndTheWayOut() {
    PinnedException e = assertThrows(PinnedException.class, Misuses::throughUnwoven);
    assertEquals(PinnedException.Reason.NOT_WOVEN, e.reason());
    assertTrue(
        e.getMessage()
            .matches(
                "suspend\\(misuse\\) cannot suspend the coroutine at"
                    + " dev\\.weft\\.it\\.outside\\.Unwoven\\.call\\(Unwoven\\.java:\\d+\\): the"
                    + " method is not woven; mark it @Suspendable or add its class to the agent's"
                    + " include= option, and call it from woven code"),
        e.getMessage());
    assertEquals("call", e.culprit().getMethodName());
  }

  @Test
  void suspend_pinnedAndCaught_continuationGoesOn() {
    assertEquals("caught, suspended, done", Misuses.caughtAndGoesOn());
  }

  @Test
  void suspend_insideMonitor_pinnedNamesTheLineOfTheCall() {
    PinnedException e = assertThrows(PinnedException.class, Misuses::throughMonitor);
    assertEquals(PinnedException.Reason.MONITOR, e.reason());
    assertTrue(
        e.getMessage()
            .matches(
                ".* at dev\\.weft\\.it\\.targets\\.Misuses\\.inMonitor\\(Misuses\\.java:\\d+\\): a"
                    + " monitor is held there.*suspend outside of the synchronized block"),
        e.getMessage());
  }

  @Test
  void suspend_insideConstructor_pinnedNamesIt() {
    PinnedException e = assertThrows(PinnedException.class, Misuses::throughConstructor);
    assertEquals(PinnedException.Reason.CONSTRUCTOR, e.reason());
    assertTrue(e.getMessage().contains("Misuses$Built.<init>(Misuses.java:"), e.getMessage());
    assertTrue(e.getMessage().contains("suspend before or after the object is made"));
  }

  @Test
  void suspend_throughReflection_pinnedNamesIt() {
    PinnedException e = assertThrows(PinnedException.class, Misuses::throughReflection);
    assertEquals(PinnedException.Reason.REFLECTION, e.reason());
    assertTrue(e.getMessage().contains("call the method directly"), e.getMessage());
  }

  @Test
  void suspend_noContinuationWithThatScope_saysWhichAreThere() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, Misuses::suspendWithoutScope);
    assertTrue(
        e.getMessage()
            .startsWith("suspend(other): no continuation with this scope is running here (inside:"),
        e.getMessage());
    assertTrue(e.getMessage().endsWith("Continuation made with this scope"), e.getMessage());
  }

  @Test
  void suspend_outsideOfEverything_saysSo() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, Misuses::suspendInPlainCode);
    assertEquals(
        "suspend(misuse): no continuation with this scope is running here; call it from the body of"
            + " a Continuation made with this scope",
        e.getMessage());
  }

  @Test
  void run_doneContinuation_saysSo() {
    IllegalStateException e = assertThrows(IllegalStateException.class, Misuses::runDone);
    assertTrue(
        e.getMessage().endsWith(" is done; make a new continuation to run the body again"),
        e.getMessage());
  }

  @Test
  void run_byItsOwnBody_saysSo() {
    IllegalStateException e = assertThrows(IllegalStateException.class, Misuses::runMounted);
    assertTrue(e.getMessage().contains(" is running already; it cannot be run by its own body"));
  }

  @Test
  void yield_outsideItsGenerator_saysWhereToCallIt() {
    IllegalStateException e = assertThrows(IllegalStateException.class, Misuses::yieldOutside);
    assertTrue(e.getMessage().startsWith("yieldValue: yield outside its generator: "));
    assertTrue(e.getMessage().contains("call it from the generator's own body"), e.getMessage());
    assertTrue(e.getMessage().contains("Misuses.java:") || e.getMessage().contains("Misuses."));
  }

  @Test
  void next_byItsOwnBody_saysAlreadyExecuting() {
    IllegalStateException e = assertThrows(IllegalStateException.class, Misuses::nextInside);
    assertTrue(e.getMessage().startsWith("generator already executing: "), e.getMessage());
  }

  @Test
  void switchTo_fromAnotherThread_namesBothThreads() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread other = new Thread(Misuses.switchElsewhere(thrown), "the other one");
    other.start();
    other.join();
    String message = thrown.get().getMessage();
    assertTrue(thrown.get() instanceof IllegalStateException, message);
    assertTrue(message.contains("the other one"), message);
    assertTrue(message.contains(Thread.currentThread().getName()), message);
    assertFalse(message.contains("null"), message);
  }
}
