package dev.weft.it.targets.threads;

import dev.weft.it.outside.PlainGate;
import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Threads that have run for long, and wait in a way that Weft knows before they come to a check.
 */
public final class HurryCases {
  private HurryCases() {}

  /** Ends when no check has to look any more. */
  public static void main(String[] arguments) throws Exception {
    for (int millis = 20; millis < 40; millis += 3) {
      long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
      PlainGate gate = new PlainGate();
      CountDownLatch begun = new CountDownLatch(1);
      Thread opener =
          Say.start(
              "opens",
              () -> {
                begun.await();
                gate.open();
              });
      Thread waiting =
          Say.start(
              "waits",
              () -> {
                begun.countDown();
                SpinCases.computeFor(nanos);
                gate.awaitLatch();
              });
      waiting.join();
      opener.join();
    }
    Field watched = Class.forName("dev.weft.abi.Hold").getDeclaredField("watched");
    watched.setAccessible(true);
    while (watched.getInt(null) != 0) {
      Thread.onSpinWait(); // the watch may be looking just now
    }
    System.out.println("no check looks");
  }
}
