package dev.weft.generator;

import dev.weft.abi.Frame;
import dev.weft.abi.Frame1x0;
import dev.weft.abi.FrameStack;
import dev.weft.abi.MethodSite;
import dev.weft.abi.Resumer;
import java.util.ArrayList;
import java.util.List;

/**
 * A generator's body woven by hand: the shape of code that the weaver emits, around steps that a
 * test puts together. A step makes one suspendable call; what follows gets its result or exception
 * and says which step is next.
 */
final class Script extends BodyFrame<Object, Object> {
  /** As the next step: the body returns {@link #result}. */
  static final int END = -1;

  /** A suspendable call, made with the stack. */
  interface Call {
    Object call(Yielder<Object, Object> yielder, FrameStack stack) throws Throwable;
  }

  /** What follows a call, handlers and {@code finally} blocks included. */
  interface After {
    int next(Object result, Throwable thrown) throws Throwable;
  }

  private record Step(Call call, After after) {}

  private static final Resumer RESUMER =
      new Resumer(
          new MethodSite(
              "demo.Script", "run", "()V", "run", "Script.java", "\1\2\3\4\5\6\7\10\11")) {
        @Override
        public void resume(Frame frame, FrameStack stack) throws Throwable {
          Frame1x0 mine = (Frame1x0) frame;
          Script script = (Script) mine.take0();
          Object result = script.run(mine.tag - 1, mine, stack);
          if (!stack.isUnwinding()) {
            FrameStack.returnReference(result, stack);
          }
        }
      };

  private final List<Step> steps = new ArrayList<>();
  private Yielder<Object, Object> yielder;
  private Object result;

  /** Adds a step. */
  Script step(Call call, After after) {
    steps.add(new Step(call, after));
    return this;
  }

  /** Adds a call; the next step follows, and exceptions pass. */
  Script step(Call call) {
    int next = steps.size() + 1;
    return step(
        call,
        (value, thrown) -> {
          if (thrown != null) {
            throw thrown;
          }
          result = value;
          return next;
        });
  }

  /** Adds a yield; the next step follows, and exceptions pass. */
  Script yields(Object value) {
    return step((yielder, stack) -> yielder.yieldValue(value, stack));
  }

  /** Adds a yield with what follows it. */
  Script yields(Object value, After after) {
    return step((yielder, stack) -> yielder.yieldValue(value, stack), after);
  }

  /** Adds a delegation. */
  Script from(Generator<Object, Object, ?> child) {
    return step((yielder, stack) -> yielder.yieldFrom(child, stack));
  }

  /** Adds a delegation with what follows it. */
  Script from(Generator<Object, Object, ?> child, After after) {
    return step((yielder, stack) -> yielder.yieldFrom(child, stack), after);
  }

  /** The last step: returns {@code value}. */
  Script returns(Object value) {
    return step(
        (yielder, stack) -> null,
        (ignored, thrown) -> {
          result = value;
          return END;
        });
  }

  /** Sets what the body returns when it comes to its end. */
  int end(Object value) {
    result = value;
    return END;
  }

  Yielder<Object, Object> itsYielder() {
    return yielder;
  }

  Generator<Object, Object, Object> generator() {
    return new Generator<>(this);
  }

  @Override
  Class<?> bodyType() {
    return Script.class;
  }

  @Override
  protected void resume(FrameStack stack) throws Exception {
    yielder = yielder();
    try {
      Object value = run(-1, null, stack);
      if (!stack.isUnwinding()) {
        FrameStack.returnReference(value, stack);
      }
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private Object run(int point, Frame1x0 frame, FrameStack stack) throws Throwable {
    int at = Math.max(point, 0);
    boolean resuming = point >= 0;
    while (at != END && at < steps.size()) {
      Object value = null;
      Throwable thrown = null;
      try {
        value = resuming ? stack.takeReference() : steps.get(at).call().call(yielder, stack);
      } catch (Throwable e) {
        thrown = e;
      }
      resuming = false;
      if (stack.isUnwinding()) {
        if (frame == null) {
          Frame1x0.push(this, stack, RESUMER, at + 1);
        } else {
          Frame1x0.refill(this, frame, stack, at + 1);
        }
        return null;
      }
      at = steps.get(at).after().next(value, thrown);
    }
    return result;
  }
}
