package dev.weft.conformance.suites;

import dev.weft.SuspendableRunnable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.continuation.PinnedException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Suspends the coroutine around a whole suite once per test, from inside the engine that is about
 * to call the test: this captures every frame up to the root, or says which one is in the way.
 */
public final class Probe {
  private static final ContinuationScope SCOPE = new ContinuationScope("suite");
  private static final Map<String, Integer> OBSTACLES = new TreeMap<>();
  private static volatile boolean driven;
  private static int suspended;
  private static int pinned;

  private Probe() {}

  /** Runs a suite in a coroutine, and resumes it whenever a test suspends it. */
  static void drive(SuspendableRunnable suite) {
    driven = true;
    Continuation continuation = new Continuation(SCOPE, suite);
    while (!continuation.isDone()) {
      continuation.run();
    }
    driven = false;
  }

  /** Called before each test, on whatever thread runs it. */
  static void suspend() {
    if (!driven || Continuation.current(SCOPE).isEmpty()) {
      return;
    }
    try {
      Continuation.suspend(SCOPE);
      suspended++;
    } catch (PinnedException e) {
      pinned++;
      OBSTACLES.merge(e.reason() + " " + e.culprit(), 1, Integer::sum);
    }
  }

  /** How many tests suspended the whole suite. */
  static int suspended() {
    return suspended;
  }

  /** How many tests could not, because something that is not woven had called them. */
  static int pinned() {
    return pinned;
  }

  /** What was in the way, and how often. */
  static Map<String, Integer> obstacles() {
    return OBSTACLES;
  }
}
