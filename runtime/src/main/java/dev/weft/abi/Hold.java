package dev.weft.abi;

/**
 * What a thread that runs tasks has to hold while it does; it may be taken from it while it blocks
 * in a call, and is to be had back before woven code goes on.
 *
 * <p>Woven classes call {@link #check} behind each call that may block. While nothing was taken
 * from any thread that is one load and one test.
 */
public abstract class Hold {
  private static final Object LOCK = new Object();

  /**
   * From how many threads it was taken, or is about to be; in the whole JVM. Not volatile, so that
   * loops that do not block are compiled as if there were no checks: what blocks is a call that no
   * compiler looks through, so behind it this is read again, and whoever writes it stops the thread
   * that is to see it afterwards. Written under a lock.
   */
  private static int watched;

  /** For subclasses. */
  protected Hold() {}

  /**
   * Called by woven classes behind a call that may have blocked: when what this thread holds was
   * taken from it meanwhile, waits to have it back. Never throws. Any thread.
   */
  public static void check() {
    if (watched != 0) {
      returned(ofCurrentThread());
    }
  }

  private static void returned(Hold hold) {
    if (hold != null) {
      hold.returned();
    }
  }

  /** What the current thread holds, or has to; null for a thread that runs no tasks. */
  public static Hold ofCurrentThread() {
    FrameStack stack = FrameStack.ofCarrierOrNull(Thread.currentThread());
    return stack == null ? null : stack.hold;
  }

  /** From now on the thread that this stack belongs to has this to hold; null for nothing. */
  protected static void enter(FrameStack stack, Hold hold) {
    stack.carry();
    stack.hold = hold;
  }

  /**
   * One more thread has to look (1), or one less (-1). An increment is visible to a thread that was
   * stopped after this has returned, as it is for its stack trace.
   */
  protected static void watch(int difference) {
    synchronized (LOCK) {
      watched += difference;
    }
  }

  /** The current thread, whose hold this is, is back from a call that may have blocked. */
  protected abstract void returned();
}
