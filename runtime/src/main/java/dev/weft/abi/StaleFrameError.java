package dev.weft.abi;

/** A suspended method was redefined (HotSwap), and its old frame cannot enter the new body. */
public final class StaleFrameError extends Error {
  private static final long serialVersionUID = 1L;

  StaleFrameError(StackTraceElement place) {
    super(
        place
            + " was redefined while a coroutine was suspended there; the saved frame does not fit"
            + " the new body, so this coroutine ends with this error."
            + " Start it again, or redefine the class while none is suspended in it");
  }
}
