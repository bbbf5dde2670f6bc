package dev.weft.generator;

import dev.weft.abi.FrameStack;
import dev.weft.abi.Throwing;
import dev.weft.continuation.CapturedFrame;

/**
 * A {@code yieldFrom} that waits: the frame between those of a child generator and those of the one
 * that delegates to it (PEP 380).
 *
 * <pre>
 * child.host | settled | state
 * this       | false   | spliced: the child's frames stand in front; entered when it ended
 * other      | false   | detached: the child was driven by somebody else; this frame is innermost
 *            | true    | settled: the child was given up; what the trampoline brings is the outcome
 *
 * spliced  -> detached  somebody drives the child directly
 * detached -> spliced   the delegating generator is resumed
 * spliced  -> settled   the child yielded when it was to be closed
 * detached -> settled   the child has ended meanwhile
 * </pre>
 */
final class DelegateFrame extends CapturedFrame {
  private final GeneratorCoroutine delegator;
  private final GeneratorCoroutine child;

  /** What the delegating generator is to find once the child is closed; usually null. */
  private GeneratorExit closing;

  private boolean settled;

  private DelegateFrame(GeneratorCoroutine delegator, GeneratorCoroutine child) {
    super(null);
    this.delegator = delegator;
    this.child = child;
  }

  /**
   * Delegates: from now on the child's yields leave {@code root}. Also a child that was not started
   * is spliced, and entered by the trampoline: however deep the delegation, the Java stack is not.
   *
   * @param root the current coroutine, whose active part is {@code delegator}
   * @return null: the stack unwinds, or the child had ended before
   */
  static Object delegate(
      GeneratorCoroutine delegator,
      GeneratorCoroutine child,
      GeneratorCoroutine root,
      FrameStack stack) {
    if (child.isClosed()) {
      return null;
    }
    // Made before it is needed: from the child's first yield on nothing may fail.
    DelegateFrame frame = new DelegateFrame(delegator, child);
    child.standAlone();
    FrameStack.returnReference(null, stack);
    child.spliceInto(root, frame, stack);
    return null;
  }

  @Override
  protected void resume(FrameStack stack) {
    if (settled) {
      stack.takeVoid();
    } else if (child.isHostedBy(this)) {
      finish(stack);
    } else {
      forward(stack);
    }
  }

  /** The child ended. */
  private void finish(FrameStack stack) {
    child.leave((GeneratorCoroutine) stack.current(), delegator);
    Throwable exception = stack.thrown;
    if (exception == null) {
      Object result = child.endedWithResultIn(stack);
      if (closing != null) {
        throw closing;
      }
      FrameStack.returnReference(result, stack);
    } else {
      stack.thrown = null;
      Throwable escaped = child.endedWith(exception);
      throw Throwing.sneaky(
          closing != null && escaped instanceof GeneratorExit ? closing : escaped);
    }
  }

  /**
   * The delegating generator was resumed, but its child was driven by somebody else meanwhile: what
   * was sent or thrown in goes to the child, wherever it stands now.
   */
  private void forward(FrameStack stack) {
    if (child.isClosed()) {
      settled = true;
      stack.takeReference(); // throws what was thrown in
      FrameStack.returnReference(null, stack);
      return;
    }
    Throwable thrown = stack.thrown;
    boolean exits = thrown instanceof GeneratorExit;
    Object sent = thrown == null ? stack.takeReference() : null;
    if (!child.isIdle() || (child.hasLookAhead() && !exits && (thrown != null || sent != null))) {
      settled = true;
      stack.thrown = null;
      throw GeneratorErrors.withSuppressed(
          child.isIdle()
              ? GeneratorErrors.unreadLookAhead(child, thrown == null ? "send" : "raise")
              : GeneratorErrors.alreadyExecuting(child),
          thrown);
    }
    child.standAlone();
    FrameStack.returnReference(sent, stack);
    child.spliceInto((GeneratorCoroutine) stack.current(), this, stack);
  }

  // ---- closing -------------------------------------------------------------------------------

  /** From now on the child is to end; then {@code exit} is thrown at the {@code yieldFrom}. */
  void close(GeneratorExit exit) {
    closing = exit;
  }

  boolean isClosing() {
    return closing != null;
  }

  /** Gives the child up: the next resumption brings what the {@code yieldFrom} ends with. */
  void settle() {
    settled = true;
  }

  GeneratorCoroutine delegator() {
    return delegator;
  }
}
