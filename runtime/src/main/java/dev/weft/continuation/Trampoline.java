package dev.weft.continuation;

import dev.weft.abi.Captures;
import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Rescue;

/**
 * Resumes a chain of frames from the innermost outwards. Each frame is entered only when the one it
 * called has ended, so a resumption costs the same at any depth.
 */
final class Trampoline {
  static {
    Rescue.install(
        new Rescue() {
          @Override
          protected Frame run(Frame innermost, FrameStack stack) {
            dropSuspension(stack);
            return Trampoline.run(innermost, stack);
          }

          @Override
          protected void abandon(FrameStack stack) {
            Trampoline.abandon(stack);
          }
        });
  }

  private Trampoline() {}

  /**
   * Resumes {@code frame} and then its callers, each with the result or exception of the one
   * before.
   *
   * @return null when the outermost frame ended: its result or exception is in {@code stack}.
   *     Otherwise the chain suspended, {@link FrameStack#unwinding} is as the last frame left it,
   *     and this is its new innermost frame, with the callers that were not entered behind it
   */
  static Frame run(Frame frame, FrameStack stack) {
    return step(frame, stack) ? frame : runOn(frame, stack);
  }

  /**
   * Resumes {@code frame} alone.
   *
   * @return whether it has suspended again and its caller is unchanged, as is usual; {@link #runOn}
   *     is to be called otherwise
   */
  static boolean step(Frame frame, FrameStack stack) {
    enter(frame, stack);
    return stack.unwinding == FrameStack.UNWINDING + FrameStack.REFILLED && !Captures.ENABLED;
  }

  /**
   * Goes on after {@code entered}, as {@link #run}. A method of its own: where there is no loop in
   * the usual case, C2 does not load again what it has just written.
   */
  static Frame runOn(Frame entered, FrameStack stack) {
    Frame running = entered;
    do {
      int unwinding = stack.unwinding;
      Frame caller = running.caller; // the same as before: nobody links a frame that runs
      if (unwinding != 0) {
        Frame head = captured(running, caller, unwinding, stack);
        if (Captures.ENABLED) {
          Captures.count(head, caller);
        }
        if ((unwinding & FrameStack.AGAIN) == 0) {
          return head;
        }
        running = resumeAtOnce(head, stack);
      } else {
        if (caller == null) {
          return null;
        }
        if (stack.hasReturnedException()) {
          completeReturned(running, caller, stack);
        }
        running = caller;
      }
    } while (!step(running, stack));
    return running;
  }

  /**
   * A method of its own, so that no local variable of the loop keeps the exception alive. {@link
   * StackTraces} knows it by name.
   */
  private static void enter(Frame frame, FrameStack stack) {
    try {
      frame.resumer.resume(frame, stack);
    } catch (Throwable exception) {
      fail(exception, frame, frame.caller, stack);
    }
  }

  /**
   * The innermost frame of what this unwind saved, which is linked in front of the callers that
   * were not entered. A method of its own, so that a coroutine with one frame is spared its code:
   * C2 inlines no method whose machine code is large already, and each of these writes is large
   * under G1.
   */
  private static Frame captured(Frame running, Frame caller, int unwinding, FrameStack stack) {
    boolean refilled = (unwinding & FrameStack.REFILLED) != 0;
    Frame head = stack.registers.first;
    if (head == null) {
      return refilled ? running : caller == null ? new EndFrame() : caller;
    }
    if (!refilled) {
      stack.registers.last.caller = caller;
    }
    stack.handOverFrames();
    return head;
  }

  private static Frame resumeAtOnce(Frame head, FrameStack stack) {
    stack.unwinding = 0;
    dropSuspension(stack);
    stack.refillReserve();
    return head;
  }

  /** What was to be suspended goes on. If with an error, then it does not wait any more. */
  private static void dropSuspension(FrameStack stack) {
    Object target = stack.registers.target;
    stack.registers.target = null;
    if (stack.thrown != null) {
      Object suspended = target == null ? stack.current() : target;
      if (suspended instanceof Coroutine coroutine) {
        coroutine.suspensionFailed(stack);
      }
    }
  }

  private static void fail(Throwable exception, Frame running, Frame caller, FrameStack stack) {
    if (stack.isUnwinding()) {
      // A StackOverflowError struck between two saves: the half-made capture is void, and the error
      // goes on to the callers as if the suspension had thrown it.
      abandon(stack);
    }
    try {
      if (stack.traces().take(exception, stack)) {
        StackTraces.splice(exception, running, caller);
      }
    } catch (OutOfMemoryError e) {
      stack.traces().giveUp(exception); // the handlers must run all the same
    }
    stack.thrown = exception;
    running.dropReferences();
  }

  private static void abandon(FrameStack stack) {
    Object target = stack.registers.target;
    stack.abandonUnwind(); // first: the other calls are deeper, and the stack may have overflowed
    Object suspended = target == null ? stack.current() : target;
    if (suspended instanceof Coroutine coroutine) {
      coroutine.suspensionAbandoned();
    }
  }

  /**
   * For an exception that a resumed method made and returned: its callers are known now, and not
   * any more when one of them throws it.
   */
  private static void completeReturned(Frame returning, Frame caller, FrameStack stack) {
    Throwable exception = stack.returnedException();
    try {
      if (exception != null && StackTraces.spliceReturned(exception, returning, caller)) {
        stack.traces().markReturned(exception, stack);
      }
    } catch (OutOfMemoryError e) {
      stack.traces().giveUp(exception);
    }
  }

  /** What is left of a chain whose only method was suspended in its very last call. */
  static final class EndFrame extends CapturedFrame {
    EndFrame() {
      super(null);
    }

    @Override
    protected void resume(FrameStack stack) {
      // The result of the callee is the result of the chain.
    }
  }
}
