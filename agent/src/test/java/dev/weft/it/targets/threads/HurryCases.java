package dev.weft.it.targets.threads;

import dev.weft.it.outside.PlainGate;
import java.lang.reflect.Field;

/**
 * Threads that have run for long, and wait in a way that Weft knows before they come to a check.
 */
public final class HurryCases {
  private HurryCases() {}

  /** Ends when no check has to look any more. */
  public static void main(String[] arguments) throws Exception {
    int unused = SpinCases.computeThenWait(PlainGate::awaitLatch);
    Field watched = Class.forName("dev.weft.abi.Hold").getDeclaredField("watched");
    watched.setAccessible(true);
    while (watched.getInt(null) != 0) {
      Thread.onSpinWait(); // the watch may be looking just now
    }
    System.out.println("no check looks");
  }
}
