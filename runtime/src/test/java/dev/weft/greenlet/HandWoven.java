package dev.weft.greenlet;

import dev.weft.abi.Frame;
import dev.weft.abi.Frame1x0;
import dev.weft.abi.FrameStack;
import dev.weft.abi.MethodSite;
import dev.weft.abi.Resumer;
import dev.weft.abi.Throwing;
import dev.weft.continuation.StartFrame;
import java.util.List;

/**
 * A method woven by hand: steps that run one after the other, of which each may call one twin, as
 * its last act. A point is the number of the next step; the frame saves the method's steps, and is
 * refilled when it suspends again.
 */
final class HandWoven extends Resumer {
  private static final HandWoven RESUMER = new HandWoven();

  private HandWoven() {
    super(new MethodSite("test.HandWoven", "body", "()V", "", "HandWoven.java", ""));
  }

  /** One step of a body; gets what the step before returned. */
  @FunctionalInterface
  interface Step {
    Object run(Object before, FrameStack stack) throws Throwable;
  }

  /** A step that runs when one before it threw. */
  record Handler(Step step) implements Step {
    @Override
    public Object run(Object before, FrameStack stack) throws Throwable {
      return step.run(before, stack);
    }
  }

  /** A {@code catch (Throwable e)} around all steps before; {@code e} is the handler's argument. */
  static Handler handler(Step step) {
    return new Handler(step);
  }

  /** A greenlet with these steps, child of the current one. */
  static Greenlet greenlet(Step... steps) {
    return new Greenlet(start(steps), null);
  }

  /** The frame that starts these steps. */
  static StartFrame start(Step... steps) {
    return new StartFrame() {
      @Override
      protected void resume(FrameStack stack) throws Exception {
        Object first = stack.takeReference();
        Object result = HandWoven.twin(List.of(steps), first, stack);
        if (!stack.unwinding) {
          FrameStack.returnReference(result, stack);
        }
      }
    };
  }

  /** The woven twin. */
  static Object twin(List<Step> steps, Object first, FrameStack stack) {
    return go(steps, 0, first, null, null, stack);
  }

  /** The resume body. */
  @Override
  public void resume(Frame frame, FrameStack stack) {
    Frame1x0 own = (Frame1x0) frame;
    @SuppressWarnings("unchecked") // put there by go
    List<Step> steps = (List<Step>) own.take0();
    Object before = null;
    Throwable thrown = null;
    try {
      before = stack.takeReference();
    } catch (Throwable e) {
      thrown = e;
    }
    Object result = go(steps, own.tag, before, thrown, own, stack);
    if (!stack.unwinding) {
      FrameStack.returnReference(result, stack);
    }
  }

  private static Object go(
      List<Step> steps,
      int point,
      Object first,
      Throwable pending,
      Frame1x0 own,
      FrameStack stack) {
    Object before = first;
    Throwable thrown = pending;
    for (int i = point; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step instanceof Handler != (thrown != null)) {
        continue;
      }
      try {
        Object argument = thrown == null ? before : thrown;
        thrown = null;
        before = step.run(argument, stack);
      } catch (Throwable e) {
        thrown = e;
      }
      if (stack.unwinding) {
        if (own == null) {
          Frame1x0.push(steps, stack, RESUMER, i + 1);
        } else {
          Frame1x0.refill(steps, own, stack, i + 1);
        }
        return null;
      }
    }
    if (thrown != null) {
      throw Throwing.sneaky(thrown);
    }
    return before;
  }

  @Override
  public StackTraceElement elementAt(int tag) {
    return new StackTraceElement("test.HandWoven", "body", "HandWoven.java", tag);
  }
}
