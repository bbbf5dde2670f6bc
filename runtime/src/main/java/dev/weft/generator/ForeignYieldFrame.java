package dev.weft.generator;

import dev.weft.abi.FrameStack;
import dev.weft.continuation.CapturedFrame;

/**
 * Stands where a generator's yielder was used inside a generator it delegates to. While it is
 * suspended there, the inner one counts as running: it stands in the middle of a call.
 */
final class ForeignYieldFrame extends CapturedFrame {
  private final GeneratorCoroutine yielding;
  private final GeneratorCoroutine interrupted;

  ForeignYieldFrame(GeneratorCoroutine yielding, GeneratorCoroutine interrupted) {
    super(null);
    this.yielding = yielding;
    this.interrupted = interrupted;
  }

  @Override
  protected void resume(FrameStack stack) {
    yielding.root().setActive(interrupted, stack);
    stack.takeVoid(); // a sent value stays where it is: it is the result of the yield
  }
}
