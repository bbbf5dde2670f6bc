package dev.weft.continuation;

import dev.weft.abi.Frame;
import dev.weft.abi.Frame1x0;
import dev.weft.abi.FrameStack;
import dev.weft.abi.MethodSite;
import dev.weft.abi.Resumer;
import dev.weft.abi.Throwing;
import java.util.List;

/**
 * A method woven by hand: steps that run one after the other, of which each may call one twin, as
 * its last act. A point is the number of the next step; the frame saves the method's steps, and is
 * refilled when it suspends again.
 */
public final class HandWoven extends Resumer {
  private static final HandWoven BODY = method("body");

  private HandWoven(String name) {
    super(new MethodSite("test.HandWoven", name, "()V", "", "HandWoven.java", ""));
  }

  /** A method with this name. */
  public static HandWoven method(String name) {
    return new HandWoven(name);
  }

  /** One step of a body; gets what the step before returned. */
  @FunctionalInterface
  public interface Step {
    Object run(Object before, FrameStack stack) throws Throwable;
  }

  /** A step that runs when one before it threw. */
  public record Handler(Step step) implements Step {
    @Override
    public Object run(Object before, FrameStack stack) throws Throwable {
      return step.run(before, stack);
    }
  }

  /** A {@code catch (Throwable e)} around all steps before; {@code e} is the handler's argument. */
  public static Handler handler(Step step) {
    return new Handler(step);
  }

  /** The frame that starts these steps. */
  public static StartFrame start(Step... steps) {
    return new StartFrame() {
      @Override
      protected void resume(FrameStack stack) throws Exception {
        Object first = stack.takeReference();
        Object result = twin(List.of(steps), first, stack);
        if (!stack.isUnwinding()) {
          FrameStack.returnReference(result, stack);
        }
      }
    };
  }

  /** The woven twin of a method called {@code body}. */
  public static Object twin(List<Step> steps, Object first, FrameStack stack) {
    return BODY.go(steps, 0, first, null, null, stack);
  }

  /** The woven twin: runs these steps. */
  public Object call(FrameStack stack, Step... steps) {
    return go(List.of(steps), 0, null, null, null, stack);
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
    if (!stack.isUnwinding()) {
      FrameStack.returnReference(result, stack);
    }
  }

  private Object go(
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
      if (thrown == null && stack.isUnwinding()) { // an exception goes to its handler untested
        if (own == null) {
          Frame1x0.push(steps, stack, this, i + 1);
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
    return new StackTraceElement(site().className(), site().methodName(), site().file(), tag);
  }
}
