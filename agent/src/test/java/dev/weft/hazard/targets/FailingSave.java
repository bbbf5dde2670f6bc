package dev.weft.hazard.targets;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Twin;
import dev.weft.generator.Yielder;
import dev.weft.sync.Mutex;

/** Suspensions that memory runs out in, once they have begun. */
final class FailingSave {
  private FailingSave() {}

  @Suspendable
  static void lock(Mutex mutex) {
    throw new AssertionError("called by plain code: " + mutex);
  }

  @Twin
  static void lock(Mutex mutex, FrameStack stack) {
    lockPassing(mutex, stack);
    fail(stack);
  }

  @PassesStack
  @SuppressWarnings("UnusedVariable") // the weaver passes the stack on
  private static void lockPassing(Mutex mutex, FrameStack stack) {
    mutex.lock();
  }

  @Suspendable
  static void yieldValue(Yielder<Integer, Void> yielder, int value) {
    throw new AssertionError("called by plain code: " + yielder + value);
  }

  @Twin
  static void yieldValue(Yielder<Integer, Void> yielder, int value, FrameStack stack) {
    yieldPassing(yielder, value, stack);
    fail(stack);
  }

  @PassesStack
  @SuppressWarnings("UnusedVariable") // the weaver passes the stack on
  private static void yieldPassing(Yielder<Integer, Void> yielder, int value, FrameStack stack) {
    yielder.yieldValue(value);
  }

  private static void fail(FrameStack stack) {
    if (!stack.isUnwinding()) {
      throw new AssertionError("does not suspend");
    }
    stack.failedToSave(new OutOfMemoryError("simulated"));
  }
}
