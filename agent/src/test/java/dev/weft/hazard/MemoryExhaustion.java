package dev.weft.hazard;

import dev.weft.SuspendableSupplier;
import dev.weft.continuation.Continuation;
import dev.weft.hazard.outside.Hog;
import dev.weft.hazard.targets.Exhaustion;
import dev.weft.hazard.targets.Suspending;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** Suspends when the heap is full; runs in a small JVM of its own. */
final class MemoryExhaustion {
  private static int result;

  private MemoryExhaustion() {}

  public static void main(String[] arguments) {
    int depth = Integer.parseInt(arguments[1]);
    Suspending.enable(true);
    Continuation bystander = start(() -> Exhaustion.bystander());
    bystander.run();
    // Everything is loaded and linked before memory runs out.
    int[] caught = new int[depth + 3];
    finish(start(() -> Exhaustion.downCatching(3, caught, false)));
    finish(start(() -> Exhaustion.down(3)));
    for (int round = 0; round < 3; round++) {
      settle();
      switch (arguments[0]) {
        case "plain" -> plain(depth);
        case "catching" -> catching(depth, caught);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      bystander.run();
      finish(start(() -> Exhaustion.down(depth)));
      check(result == depth, "a new coroutine counted " + result);
    }
    finish(bystander);
    check(result == 500500, "the bystander counted " + result);
    System.out.println("passed");
  }

  private static void plain(int depth) {
    Continuation exhausted = start(() -> Exhaustion.downExhausting(depth));
    OutOfMemoryError thrown = null;
    try {
      exhausted.run();
    } catch (OutOfMemoryError e) {
      thrown = e;
    }
    Hog.release();
    System.out.println("plain: " + thrown);
    check(thrown != null, "no error was delivered");
    check(exhausted.isDone(), "the coroutine lives on");
    check(exhausted.stackTrace().length == 0, "and has frames");
  }

  private static void catching(int depth, int[] caught) {
    caught[0] = 0;
    Continuation exhausted = start(() -> Exhaustion.downCatching(depth, caught, true));
    OutOfMemoryError thrown = null;
    try {
      exhausted.run();
    } catch (OutOfMemoryError e) {
      thrown = e;
    }
    Hog.release();
    System.out.println("catching: " + thrown + " caught by " + caught[0]);
    check(thrown != null, "no error was delivered");
    check(exhausted.isDone(), "the coroutine lives on");
    for (int i = 2; i <= caught[0]; i++) {
      check(caught[i] > caught[i - 1], "level " + caught[i] + " after " + caught[i - 1]);
    }
    check(caught[0] == depth + 1, "handlers that ran: " + caught[0]);
  }

  /**
   * References that a full heap clears are handled by a thread of the JVM, and then are garbage:
   * enough for the frames of a few methods. Here that has happened before the heap is filled.
   */
  private static void settle() {
    for (int i = 0; i < 3; i++) {
      ReferenceQueue<Object> queue = new ReferenceQueue<>();
      WeakReference<Object> reference = new WeakReference<>(new Object(), queue);
      System.gc();
      try {
        check(queue.remove() == reference, "another reference");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Continuation start(SuspendableSupplier<Integer> body) {
    return new Continuation(Suspending.SCOPE, () -> result = body.get());
  }

  private static void finish(Continuation continuation) {
    while (!continuation.isDone()) {
      continuation.run();
    }
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }
}
