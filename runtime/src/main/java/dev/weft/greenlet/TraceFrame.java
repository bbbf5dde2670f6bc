package dev.weft.greenlet;

import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.continuation.CapturedFrame;

/**
 * Calls the tracer in the greenlet that just got control, and then passes on what arrived there.
 * The tracer may switch: what arrived waits here meanwhile.
 */
final class TraceFrame extends CapturedFrame {
  private final GreenletTracer tracer;
  private final Greenlet origin;
  private final Greenlet target;
  private final Object value;
  private final Throwable error;
  private boolean called;

  /** Passes on {@code error}, or {@code value} when that is null. */
  TraceFrame(
      GreenletTracer tracer, Greenlet origin, Greenlet target, Object value, Throwable error) {
    super(null);
    this.tracer = tracer;
    this.origin = origin;
    this.target = target;
    this.value = value;
    this.error = error;
  }

  @Override
  protected void resume(FrameStack stack) throws Exception {
    try {
      if (called) {
        stack.takeVoid();
      } else {
        called = true;
        call(stack);
      }
    } catch (Throwable failure) {
      target.owner.setTracer(null);
      if (error != null && error != failure) {
        failure.addSuppressed(error);
      }
      throw failure;
    }
    if (stack.isUnwinding()) {
      stack.link(this);
      return;
    }
    stack.thrown = error;
    FrameStack.returnReference(value, stack);
  }

  @PassesStack
  @SuppressWarnings("UnusedVariable") // the weaver passes the stack on
  private void call(FrameStack stack) throws Exception {
    tracer.trace(event(error), origin, target);
  }

  /** What a tracer is told. */
  static GreenletEvent event(Throwable error) {
    return error == null ? GreenletEvent.SWITCH : GreenletEvent.THROW;
  }
}
