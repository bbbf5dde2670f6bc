package dev.weft.generator;

import dev.weft.SuspendableConsumer;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.continuation.StartFrame;
import java.util.Objects;

/** The only frame of a generator that has not been started: enters its body. */
abstract class BodyFrame<Y, S> extends StartFrame {
  private Generator<Y, S, ?> generator;

  /** Tells whose body this is; called once, when the generator is made. */
  final void attach(Generator<Y, S, ?> owner) {
    generator = owner;
  }

  /** What the body yields to. */
  final Yielder<Y, S> yielder() {
    return new Yielder<>(generator);
  }

  /** The class the user wrote the body in, for messages. */
  abstract Class<?> bodyType();

  /**
   * Runs the body from its beginning on the current Java stack; its result is left in {@code
   * stack}, unless that unwinds.
   */
  @Override
  protected abstract void resume(FrameStack stack) throws Exception;

  /** A body with a result. */
  static final class OfFunction<Y, S, R> extends BodyFrame<Y, S> {
    private final GeneratorBody<Y, S, R> body;

    OfFunction(GeneratorBody<Y, S, R> body) {
      this.body = Objects.requireNonNull(body, "body");
    }

    @Override
    Class<?> bodyType() {
      return body.getClass();
    }

    @Override
    @PassesStack
    protected void resume(FrameStack stack) throws Exception {
      R result = body.run(yielder());
      if (!stack.isUnwinding()) {
        FrameStack.returnReference(result, stack);
      }
    }
  }

  /** A body without a result. */
  static final class OfConsumer<Y, S> extends BodyFrame<Y, S> {
    private final SuspendableConsumer<Yielder<Y, S>> body;

    OfConsumer(SuspendableConsumer<Yielder<Y, S>> body) {
      this.body = Objects.requireNonNull(body, "body");
    }

    @Override
    Class<?> bodyType() {
      return body.getClass();
    }

    @Override
    @PassesStack
    protected void resume(FrameStack stack) throws Exception {
      body.accept(yielder());
      if (!stack.isUnwinding()) {
        FrameStack.returnReference(null, stack);
      }
    }
  }
}
