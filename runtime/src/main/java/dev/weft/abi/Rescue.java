package dev.weft.abi;

/**
 * What happens to a frame that cannot be saved because the heap is exhausted to the last byte: the
 * frames saved before it, which are those of its callees, go on at once with the error, on top of
 * its method. They end, and leave memory behind; or their handlers free some. Then the frame can be
 * saved after all, so the error is delivered innermost first and no handler is left out.
 */
public abstract class Rescue {
  private static volatile Rescue trampoline;

  /** For the trampoline. */
  protected Rescue() {}

  /** Tells which trampoline resumes frames here; to be called before anything suspends. */
  public static void install(Rescue trampoline) {
    Rescue.trampoline = trampoline;
  }

  /**
   * Resumes a chain of frames.
   *
   * @return null when it ended, with its result or exception in {@code stack}; the innermost frame
   *     when it suspended again, with {@link FrameStack#isUnwinding} set
   */
  protected abstract Frame run(Frame innermost, FrameStack stack);

  /** Forgets an unwind that came to nothing, and tells who was to be suspended. */
  protected abstract void abandon(FrameStack stack);

  /**
   * To be called until the next frame of an unwind could be allocated. Gives the reserve back to
   * the heap, if it is held; else ends the frames that this unwind has saved, or lets them suspend
   * again. Unwinding goes on either way, and the error is delivered.
   *
   * @throws OutOfMemoryError or what the callees ended with, when no frame is left that could make
   *     room: the caller of the method that could not be saved goes on with that
   */
  public static void makeRoom(FrameStack stack, OutOfMemoryError error) {
    if (stack.hasReserve()) {
      stack.failedToSave(error);
      return;
    }
    Frame saved = stack.registers.first;
    if (saved == null) {
      Throwable pending = stack.thrown == null ? error : stack.thrown;
      stack.thrown = null;
      trampoline.abandon(stack);
      Throwing.sneaky(pending);
    }
    if (stack.thrown == null && !stack.isToResume()) {
      stack.thrown = error;
    }
    stack.clearFrames();
    stack.unwinding = 0;
    Frame suspended = trampoline.run(saved, stack);
    if (suspended == null) {
      stack.unwindAndResume();
      return;
    }
    stack.unwind();
    for (Frame frame = suspended; frame != null; ) {
      Frame caller = frame.caller;
      stack.link(frame);
      frame = caller;
    }
  }
}
