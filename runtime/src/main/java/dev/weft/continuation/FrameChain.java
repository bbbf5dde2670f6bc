package dev.weft.continuation;

import dev.weft.abi.Frame;

/** Operations on the linked frames of a suspended coroutine. */
public final class FrameChain {
  private FrameChain() {}

  /**
   * Clones a chain.
   *
   * @param owner named in the error
   * @throws IllegalStateException if an inner coroutine is captured in the chain
   */
  public static Frame copy(Frame innermost, Coroutine owner) {
    Frame head = null;
    Frame last = null;
    for (Frame frame = innermost; frame != null; frame = frame.caller) {
      String captured = frame.capturedCoroutine();
      if (captured != null) {
        throw new IllegalStateException(
            owner
                + " cannot be copied: "
                + captured
                + " is suspended inside it and would be shared by both copies;"
                + " copy while no inner coroutine is being run");
      }
      Frame copy = frame.copy();
      if (head == null) {
        head = copy;
      } else {
        last.caller = copy;
      }
      last = copy;
    }
    return head;
  }
}
