package dev.weft.greenlet;

import dev.weft.SuspendableRunnable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.continuation.StartFrame;

/** Starts the body of a greenlet with the value of its first switch. */
final class BodyFrame extends StartFrame {
  private final GreenletBody body;

  BodyFrame(GreenletBody body) {
    this.body = body;
  }

  @Override
  @PassesStack
  protected void resume(FrameStack stack) throws Exception {
    Object result = body.run(stack.takeReference());
    if (!stack.isUnwinding()) {
      FrameStack.returnReference(result, stack);
    }
  }

  /** Starts a body that takes no value. */
  static final class OfRunnable extends StartFrame {
    private final SuspendableRunnable body;

    OfRunnable(SuspendableRunnable body) {
      this.body = body;
    }

    @Override
    @PassesStack
    protected void resume(FrameStack stack) throws Exception {
      Object first = stack.takeReference();
      if (first != null) {
        throw new IllegalArgumentException(
            GreenletCoroutine.current(stack)
                + " was started with a value, but its body takes none: "
                + first
                + "; give it a GreenletBody, or switch without a value");
      }
      body.run();
      if (!stack.isUnwinding()) {
        FrameStack.returnReference(null, stack);
      }
    }
  }

  /** Starts the {@link Greenlet#run} of a subclass. */
  static final class OfSubclass extends StartFrame {
    @Override
    @PassesStack
    protected void resume(FrameStack stack) throws Exception {
      Object result = GreenletCoroutine.current(stack).run(stack.takeReference());
      if (!stack.isUnwinding()) {
        FrameStack.returnReference(result, stack);
      }
    }
  }
}
