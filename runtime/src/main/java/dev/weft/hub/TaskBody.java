package dev.weft.hub;

import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.continuation.StartFrame;

/** The frames that start the bodies of tasks. */
final class TaskBody {
  private TaskBody() {}

  /** Starts a body without a result. */
  static final class OfRunnable extends StartFrame {
    private final SuspendableRunnable body;

    OfRunnable(SuspendableRunnable body) {
      this.body = body;
    }

    @Override
    @PassesStack
    protected void resume(FrameStack stack) throws Exception {
      body.run();
      if (!stack.isUnwinding()) {
        FrameStack.returnReference(null, stack);
      }
    }

    @Override
    public String toString() {
      return body.toString();
    }
  }

  /** Starts a body with a result. */
  static final class OfCallable extends StartFrame {
    private final SuspendableCallable<?> body;

    OfCallable(SuspendableCallable<?> body) {
      this.body = body;
    }

    @Override
    @PassesStack
    protected void resume(FrameStack stack) throws Exception {
      Object result = body.call();
      if (!stack.isUnwinding()) {
        FrameStack.returnReference(result, stack);
      }
    }

    @Override
    public String toString() {
      return body.toString();
    }
  }
}
