package dev.weft.generator;

import dev.weft.abi.FrameStack;
import dev.weft.abi.Throwing;
import java.util.Objects;

/**
 * The driver's side of a generator: what its operations check before the body runs on, how they run
 * it, and what they make of where it stops.
 *
 * <p>Each operation exists three times, for plain callers, for woven ones, and for woven ones that
 * were captured while the body ran ({@link DriveFrame}); the steps are the same.
 */
abstract class DrivenCoroutine extends GeneratorCoroutine {
  DrivenCoroutine(BodyFrame<?, ?> start) {
    super(start);
  }

  // ---- before --------------------------------------------------------------------------------

  /** Checks that the body may run on. */
  final void prepare() {
    if (!isSuspended()) {
      if (isClosed()) {
        throw GeneratorErrors.exhausted(this);
      }
      standAlone();
    }
  }

  /** Checks that a value other than null can be sent. */
  final void prepareToSend() {
    prepare();
    if (isUnstarted()) {
      throw GeneratorErrors.notStarted(this);
    }
    if (hasLookAhead()) {
      throw GeneratorErrors.unreadLookAhead(this, "send");
    }
  }

  /**
   * Checks that an exception can be thrown in; throws it here when the body has no yield for it.
   */
  final void prepareToRaise(Throwable exception) {
    Objects.requireNonNull(exception, "exception");
    if (isClosed()) {
      throw Throwing.sneaky(exception);
    }
    if (endUnstarted()) {
      throw Throwing.sneaky(endedWith(exception));
    }
    standAlone();
    if (hasLookAhead() && !(exception instanceof GeneratorExit)) {
      throw GeneratorErrors.withSuppressed(
          GeneratorErrors.unreadLookAhead(this, "raise"), exception);
    }
  }

  /** Whether there is a yield to throw {@link GeneratorExit} at. */
  final boolean prepareToClose() {
    if (isClosed() || endUnstarted()) {
      return false;
    }
    standAlone();
    return true;
  }

  private boolean endUnstarted() {
    if (!isUnstarted()) {
      return false;
    }
    replaceFrames(null);
    return true;
  }

  // ---- running -------------------------------------------------------------------------------

  /** Runs to the next yield from a woven caller; see {@link #resume}. */
  final void drive(FrameStack stack) {
    do {
      try {
        resume(stack);
      } catch (Throwable exception) {
        throw Throwing.sneaky(endedWith(exception));
      }
    } while (isClosingChildren() && !stack.isUnwinding() && childIgnoredExit(stack));
    if (!stack.isUnwinding() && hasEnded()) {
      endedWithResultIn(stack);
    }
  }

  /** Runs to the next yield from plain code. */
  final void driveFromPlain(FrameStack stack) {
    do {
      try {
        resumeFromPlain(stack);
      } catch (Throwable exception) {
        throw Throwing.sneaky(endedWith(exception));
      }
    } while (isClosingChildren() && childIgnoredExit(stack));
    if (hasEnded()) {
      endedWithResultIn(stack);
    }
  }

  /**
   * Runs from the yield, which returns null, to the next one, from plain code.
   *
   * @return whether there is one, and so a value
   * @throws IllegalStateException if the generator is running
   */
  final boolean driveOn() {
    int word = word();
    FrameStack free = stackToRunAlone(word);
    return free == null ? driveOnMounted() : driveAlone(free, word);
  }

  private boolean driveOnMounted() {
    if (isClosed()) {
      return false;
    }
    standAlone();
    FrameStack stack = stackOfCurrentThread();
    FrameStack.returnReference(null, stack);
    driveFromPlain(stack);
    return hasYielded();
  }

  /** The same where nothing is mounted; see {@link #stackToRunAlone}. */
  private boolean driveAlone(FrameStack stack, int word) {
    FrameStack.returnReference(null, stack);
    try {
      if (resumeAlone(stack, word)) {
        return true;
      }
    } catch (Throwable exception) {
      throw Throwing.sneaky(endedWith(exception));
    }
    return ranAlone(stack);
  }

  private boolean ranAlone(FrameStack stack) {
    if (hasEnded()) {
      endedWithResultIn(stack);
      return false;
    }
    if (isClosingChildren() && childIgnoredExit(stack)) {
      driveFromPlain(stack);
      return hasYielded();
    }
    return true;
  }

  /** Runs on from the yield where {@link GeneratorExit} is thrown, which may leave the body. */
  final void driveToEnd(FrameStack stack) {
    try {
      drive(stack);
    } catch (GeneratorExit exit) {
      return; // as it should be
    }
  }

  /** After the body ran: whether it stands at a yield. */
  final boolean hasYielded() {
    return !hasEnded();
  }
}
