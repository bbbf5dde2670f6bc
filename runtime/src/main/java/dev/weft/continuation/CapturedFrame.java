package dev.weft.continuation;

import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.abi.MethodSite;
import dev.weft.abi.Resumer;

/**
 * The frame of one of the runtime's own operations: it holds no values of a method, only knows how
 * the operation goes on. Usually the run of an inner coroutine that was captured together with its
 * outer one.
 */
public abstract class CapturedFrame extends Frame {
  private static final Resumer RESUMER =
      new Resumer(new MethodSite("", "", "", "", null, "")) {
        @Override
        public void resume(Frame frame, FrameStack stack) throws Throwable {
          ((CapturedFrame) frame).resume(stack);
        }

        @Override
        public StackTraceElement elementAt(int tag) {
          return new StackTraceElement("dev.weft.continuation.CapturedFrame", "resume", null, -1);
        }
      };

  private final Coroutine inner;

  /** A frame that waits for {@code inner}; null when no coroutine is captured with it. */
  protected CapturedFrame(Coroutine inner) {
    this.resumer = RESUMER;
    this.inner = inner;
  }

  /**
   * Goes on: leaves the result of the operation in {@code stack}, or links this frame again and
   * returns when the stack unwinds.
   *
   * @throws Throwable what the operation throws
   */
  protected abstract void resume(FrameStack stack) throws Throwable;

  /** The coroutine that was captured with this frame; null when none was. */
  public final Coroutine inner() {
    return inner;
  }

  @Override
  public final String capturedCoroutine() {
    return inner == null ? null : inner.toString();
  }

  @Override
  public final int referenceCount() {
    return 0;
  }

  @Override
  public final int primitiveCount() {
    return 0;
  }

  @Override
  public final Object reference(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public final long primitive(int index) {
    throw new IndexOutOfBoundsException(index);
  }
}
