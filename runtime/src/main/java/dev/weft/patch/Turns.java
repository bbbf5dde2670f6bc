package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Twin;
import dev.weft.hub.Task;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;

/**
 * Stands for {@link Thread#yield} and {@link Thread#onSpinWait}. A task lets all others that are
 * ready have their turn, in their order, so that spinning on what one of them will set ends. A task
 * that cannot be suspended there gives its carrier away for a moment instead. Threads: any.
 */
@SuppressWarnings("ThreadPriorityCheck") // it stands for what promises nothing
public final class Turns {
  /** How long a task stays away that cannot be suspended, in nanoseconds. */
  private static final long PINNED_TURN = 50_000;

  private static final Blocker TURN =
      new Blocker() {
        @Override
        public boolean endsOutside() {
          return true;
        }

        @Override
        public String toString() {
          return "its next turn";
        }
      };

  private Turns() {}

  /** Stands for {@link Thread#yield}. */
  @Suspendable
  public static void yieldNow() {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null) {
      Thread.yield();
    } else {
      stayAway(strand);
    }
  }

  @Twin
  static void yieldNow(FrameStack stack) {
    Strand strand = Strand.currentOrNull(stack);
    if (strand == null) {
      Thread.yield();
    } else {
      pass(strand, stack);
    }
  }

  /** Stands for {@link Thread#onSpinWait}. */
  @Suspendable
  public static void onSpinWait() {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null) {
      Thread.onSpinWait();
    } else {
      stayAway(strand);
    }
  }

  @Twin
  static void onSpinWait(FrameStack stack) {
    Strand strand = Strand.currentOrNull(stack);
    if (strand == null) {
      Thread.onSpinWait();
    } else {
      pass(strand, stack);
    }
  }

  private static void pass(Strand strand, FrameStack stack) {
    suspendReady(stack);
    if (!stack.isUnwinding()) {
      stayAway(strand); // some plain frame is in the way
    }
  }

  @PassesStack
  @SuppressWarnings("UnusedVariable") // the weaver passes the stack on
  private static void suspendReady(FrameStack stack) {
    Task.yieldNow();
  }

  private static void stayAway(Strand strand) {
    boolean woken = new Waiter(strand, TURN).awaitUninterruptibly(PINNED_TURN);
    assert !woken;
  }
}
