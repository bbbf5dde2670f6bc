package dev.weft.generator;

import dev.weft.abi.FrameStack;
import dev.weft.abi.Rescue;
import dev.weft.continuation.CapturedFrame;

/** A call that drives a generator, captured because its body suspended an outer coroutine. */
final class DriveFrame extends CapturedFrame {
  /** What the captured call returns when the generator has come to its yield or end. */
  enum Operation {
    /** The yielded value; {@code send} and {@code raise} too. */
    NEXT,
    /** Whether there is one. */
    HAS_NEXT,
    /** Nothing. */
    CLOSE,
    /** The result of a body that returned. */
    CLOSE_AND_GET
  }

  private final Generator<?, ?, ?> generator;
  private final Operation operation;

  private DriveFrame(Generator<?, ?, ?> generator, Operation operation) {
    super(generator);
    this.generator = generator;
    this.operation = operation;
  }

  /** Links a frame. */
  static void push(Generator<?, ?, ?> generator, Operation operation, FrameStack stack) {
    stack.link(of(generator, operation, stack));
  }

  private static DriveFrame of(
      Generator<?, ?, ?> generator, Operation operation, FrameStack stack) {
    for (; ; ) {
      try {
        return new DriveFrame(generator, operation);
      } catch (OutOfMemoryError e) {
        Rescue.makeRoom(stack, e);
      }
    }
  }

  @Override
  protected void resume(FrameStack stack) {
    switch (operation) {
      case NEXT, HAS_NEXT -> generator.drive(stack);
      case CLOSE, CLOSE_AND_GET -> generator.driveToEnd(stack);
    }
    if (stack.isUnwinding()) {
      stack.link(this);
      return;
    }
    switch (operation) {
      case NEXT -> FrameStack.returnReference(generator.delivered(), stack);
      case HAS_NEXT -> FrameStack.returnInt(generator.hasYielded() ? 1 : 0, stack);
      case CLOSE -> generator.closed();
      case CLOSE_AND_GET -> FrameStack.returnReference(generator.closed(), stack);
    }
  }
}
