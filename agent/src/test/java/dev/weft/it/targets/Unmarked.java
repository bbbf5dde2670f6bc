package dev.weft.it.targets;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.continuation.PinnedException;

/** Suspends below a method that only an option, or a file in its jar, makes suspendable. */
public final class Unmarked {
  private static final ContinuationScope SCOPE = new ContinuationScope("unmarked");

  private Unmarked() {}

  public static void main(String[] arguments) {
    Continuation continuation = new Continuation(SCOPE, Unmarked::body);
    try {
      continuation.run();
      System.out.println(continuation.isDone() ? "done" : "suspended");
    } catch (PinnedException e) {
      System.out.println("pinned by " + e.culprit().getMethodName());
    }
  }

  private static void body() {
    System.out.println("result " + (middle(20) + 1));
  }

  static int middle(int n) {
    Continuation.suspend(SCOPE);
    return n * 2;
  }
}
