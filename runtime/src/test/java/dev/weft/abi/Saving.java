package dev.weft.abi;

/** What happens inside of a save, for tests of other packages. */
public final class Saving {
  private Saving() {}

  /** As when a frame could not be allocated with the reserve either. */
  public static void lose(FrameStack stack, Error error, Resumer resumer, int tag) {
    stack.lost(error, resumer, tag);
  }
}
