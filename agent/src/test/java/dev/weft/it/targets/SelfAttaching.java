package dev.weft.it.targets;

import dev.weft.agent.WeftAgent;
import dev.weft.continuation.ContinuationScope;

/** Attaches the agent itself; with the argument {@code late} after Weft was used. */
public final class SelfAttaching {
  private SelfAttaching() {}

  public static void main(String[] arguments) {
    boolean late = arguments.length > 0 && arguments[0].equals("late");
    if (late) {
      System.out.println(new ContinuationScope("used"));
    }
    try {
      WeftAgent.install(arguments.length > 1 ? arguments[1] : "");
      WeftAgent.install();
    } catch (IllegalStateException | IllegalArgumentException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      return;
    }
    Counting.main(arguments);
  }
}
