package dev.weft.waiting;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Twin;

/** Letting others go first. */
public final class Turn {
  /** What a strand waits in that passes: it is woken already, so nothing is raised in it. */
  private static final Waiter PASSED = new Waiter(null, null);

  static {
    boolean woken = PASSED.wake();
    assert woken;
  }

  private Turn() {}

  /**
   * Lets the others that are ready have their turn first, as if the caller waited and were woken at
   * once. Nothing is raised meanwhile; a thread lets others run, perhaps. To a method that needs no
   * frame it returns true.
   */
  @Suspendable
  @SuppressWarnings("ThreadPriorityCheck") // a hint, as it says
  public static void pass() {
    Thread.yield();
  }

  @Twin
  @SuppressWarnings("ThreadPriorityCheck")
  static void pass(FrameStack stack) {
    Strand strand = Strand.currentOrNull(stack);
    if (strand == null || !strand.canSuspend(stack)) {
      Thread.yield();
    } else {
      strand.suspendIn(PASSED, stack);
    }
  }
}
