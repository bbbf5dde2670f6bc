package dev.weft.generator;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Twin;
import java.util.Iterator;
import java.util.Objects;

/**
 * What a generator's body yields to. Usable only inside that body and the methods it calls, all of
 * them suspendable.
 *
 * @param <Y> what is yielded
 * @param <S> what is sent
 */
public final class Yielder<Y, S> {
  private final Generator<Y, S, ?> generator;

  Yielder(Generator<Y, S, ?> generator) {
    this.generator = generator;
  }

  /**
   * Hands {@code value} to who drives the generator, and waits to be driven on.
   *
   * @return what was sent; null after {@link Generator#next}
   * @throws GeneratorExit when the generator is closed
   * @throws dev.weft.continuation.PinnedException if a frame in between cannot be suspended;
   *     nothing has changed then
   * @throws IllegalStateException if this generator's body is not running here
   */
  @Suspendable
  public S yieldValue(Y value) {
    throw generator.cannotYield("yieldValue", FrameStack.ofCurrentThread());
  }

  @Twin
  S yieldValue(Y value, FrameStack stack) {
    if (generator.offer(value, stack)) {
      stack.unwinding = FrameStack.UNWINDING;
    }
    return null;
  }

  /**
   * Yields all that {@code child} yields, as if its body stood here: what is sent or raised goes to
   * the child, closing closes it first (PEP 380). An element costs the same however many generators
   * delegate to one another.
   *
   * @return the child's result; null if it had ended before
   * @throws IllegalStateException if the child is running already
   * @throws dev.weft.continuation.PinnedException if a frame in between cannot be suspended;
   *     nothing has changed then
   */
  @Suspendable
  public <T> T yieldFrom(Generator<? extends Y, ? super S, T> child) {
    Objects.requireNonNull(child, "child");
    throw generator.cannotYield("yieldFrom", FrameStack.ofCurrentThread());
  }

  @Twin
  @SuppressWarnings("unchecked") // the child's result
  <T> T yieldFrom(Generator<? extends Y, ? super S, T> child, FrameStack stack) {
    Objects.requireNonNull(child, "child");
    GeneratorCoroutine root = GeneratorCoroutine.rootIfActive(generator, stack);
    if (root != null) {
      return (T) DelegateFrame.delegate(generator, child, root, stack);
    }
    if (!generator.isEnclosing(stack)) {
      throw generator.cannotYield("yieldFrom", stack);
    }
    return relay(this, child, stack);
  }

  @PassesStack
  @SuppressWarnings("UnusedVariable") // the weaver passes the stack on
  private static <Y, S, T> T relay(
      Yielder<Y, S> yielder, Generator<? extends Y, ? super S, T> child, FrameStack stack) {
    return Relay.yieldFrom(yielder, child);
  }

  /**
   * Yields all that is left in {@code values}. A generator is delegated to as by {@link
   * #yieldFrom}; nothing can be sent to other iterators. Closing the generator also closes an
   * iterator that is {@link AutoCloseable}.
   *
   * @throws UnsupportedOperationException if something other than null is sent
   */
  @Suspendable
  public void yieldAll(Iterator<? extends Y> values) {
    Relay.yieldAll(this, values);
  }

  /** Yields all values of {@code values}, as {@link #yieldAll(Iterator)} does. */
  @Suspendable
  public void yieldAll(Iterable<? extends Y> values) {
    Relay.yieldAll(this, values.iterator());
  }
}
