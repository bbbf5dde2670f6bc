package dev.weft.it.targets;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.generator.Generator;
import dev.weft.greenlet.Greenlet;

/** Tries every kind of coroutine, and prints what each says. */
public final class WithoutAgent {
  private WithoutAgent() {}

  public static void main(String[] arguments) {
    ContinuationScope scope = new ContinuationScope("s");
    attempt("continuation", () -> new Continuation(scope, () -> {}).run());
    attempt("suspend", () -> Continuation.suspend(scope));
    attempt("generator", () -> Generator.of(yielder -> yielder.yieldValue(1)).next());
    attempt("greenlet", () -> new Greenlet(() -> {}).switchTo());
  }

  private static void attempt(String what, Runnable use) {
    try {
      use.run();
      System.out.println(what + ": no error");
    } catch (IllegalStateException e) {
      System.out.println(what + ": " + e.getMessage());
    }
  }
}
