package dev.weft.neighbours.targets;

import static dev.weft.neighbours.targets.Suspending.s;

import dev.weft.continuation.Continuation;

/** Runs under a debugger. The test names lines by the comments behind them. */
public final class Debuggee {
  private int field = 5;

  private Debuggee() {}

  /** Runs as ordinary code, in a coroutine that does not suspend, and in one that does. */
  public static void main(String[] arguments) {
    Debuggee debuggee = new Debuggee();
    int plain = debuggee.work(1, "plain");
    int calm = debuggee.inCoroutine(2, "calm");
    Suspending.enable(true);
    int resumed = debuggee.inCoroutine(3, "resumed");
    System.out.println(plain + " " + calm + " " + resumed);
  }

  private int inCoroutine(int number, String text) {
    int[] result = new int[1];
    Continuation body =
        new Continuation(
            Suspending.SCOPE,
            () -> {
              result[0] = work(number, text); // begun
            });
    while (!body.isDone()) {
      body.run(); // run
    }
    return result[0];
  }

  private int work(int number, String text) {
    long wide = number * 10L; // first
    int answer = s(number + 1); // suspends
    String joined = text + answer; // behind
    int length = helper(joined); // calls
    return length + number + (int) wide + field; // last
  }

  private int helper(String joined) {
    int length = joined.length(); // inside
    return s(length) + 1; // returns
  }
}
