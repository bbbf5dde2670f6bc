package dev.weft.abi;

/** What happens inside of a save, for tests of other packages. */
public final class Saving {
  private Saving() {}

  /** As when a frame could not be allocated with the reserve either, but then could. */
  public static void rescue(FrameStack stack, OutOfMemoryError error) {
    stack.failedToSave(error);
    Rescue.makeRoom(stack, error);
  }
}
