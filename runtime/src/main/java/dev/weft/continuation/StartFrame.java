package dev.weft.continuation;

/** The frame whose resumption starts the body of a new coroutine. */
public abstract class StartFrame extends CapturedFrame {
  /** A frame that starts a body. */
  protected StartFrame() {
    super(null);
  }
}
