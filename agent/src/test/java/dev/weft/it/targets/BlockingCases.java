package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.hub.Hub;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Calls of blocking methods of the JDK, and what comes of each, a line per case: the value or the
 * exception, then the interrupt flag if it is set. The same lines are printed by threads, woven and
 * not, and by tasks.
 */
public final class BlockingCases {
  private final Map<String, Cases.Case> cases = new LinkedHashMap<>();

  private BlockingCases() {
    cases.putAll(new ThreadCases().all());
    cases.putAll(new FutureCases().all());
  }

  /** Prints the outcomes; the argument says who runs them. */
  public static void main(String[] arguments) throws Exception {
    BlockingCases all = new BlockingCases();
    switch (arguments[0]) {
      case "thread" -> all.runOnThread();
      case "continuation" ->
          new Continuation(new ContinuationScope("cases"), () -> all.run(Me.thread())).run();
      default -> Hub.run(() -> all.run(Me.task()));
    }
  }

  private void runOnThread() throws Exception {
    run(Me.thread());
  }

  @Suspendable
  private void run(Me me) throws Exception {
    for (Map.Entry<String, Cases.Case> one : cases.entrySet()) {
      String outcome = outcome(one.getValue(), me);
      boolean interrupted = me.takeInterrupt();
      System.out.println(one.getKey() + ": " + outcome + (interrupted ? ", interrupted" : ""));
    }
  }

  @Suspendable
  private static String outcome(Cases.Case one, Me me) {
    try {
      return String.valueOf(one.run(me));
    } catch (NullPointerException e) {
      return "NullPointerException"; // the JVM's text names the variables of the caller
    } catch (ExecutionException | CompletionException e) {
      return e.getClass().getName() + " of " + e.getCause();
    } catch (CancellationException e) {
      return "cancelled";
    } catch (Exception e) {
      return e.toString();
    }
  }
}
