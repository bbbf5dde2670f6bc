package dev.weft.abi;

/**
 * Memory that a thread holds back, so that saving frames can finish when the heap is exhausted.
 * Only the thread refers to it, by a thread-local: coroutines keep the stacks in memory that they
 * ran on, and shall not keep this when the thread has ended.
 */
final class Reserve {
  private static final int BYTES = 128 * 1024;

  /** The most suspensions between two tries to hold it back again. */
  private static final int MAX_SKIP = 1023;

  /** The thread's. */
  final FrameStack stack;

  private byte[] bytes = new byte[BYTES];
  private int skip;
  private int triesToSkip;

  Reserve(FrameStack stack) {
    this.stack = stack;
  }

  boolean isHeld() {
    return bytes != null;
  }

  /** Gives it back to the heap. */
  void release() {
    bytes = null;
  }

  /**
   * Holds it back again. Tries are the rarer the longer the heap stays full: each makes the JVM
   * collect it all.
   */
  void refill() {
    if (bytes != null || --triesToSkip >= 0) {
      return;
    }
    try {
      bytes = new byte[BYTES];
      skip = 0;
    } catch (OutOfMemoryError e) {
      skip = Math.min(2 * skip + 1, MAX_SKIP);
      triesToSkip = skip;
    }
  }
}
