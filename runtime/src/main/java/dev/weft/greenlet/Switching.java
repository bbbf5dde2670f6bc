package dev.weft.greenlet;

import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Rescue;
import dev.weft.abi.Throwing;
import dev.weft.continuation.CapturedFrame;

/**
 * How control goes from one greenlet to another.
 *
 * <p>A greenlet that switches names the next one in its {@link GreenletOwner} and unwinds its own
 * frames, nobody else's, to the <em>switch loop</em>; that resumes the next one. The loop runs on
 * top of the main greenlet's pending switch, so switches among the others never make the stack
 * grow, and ends when it is main's turn.
 *
 * <p>A value travels in the {@link FrameStack}, where the innermost frame of the next greenlet
 * takes it; an exception in {@link GreenletOwner#error} until the loop has control, lest an error
 * that strikes while frames are saved be taken for it.
 */
final class Switching {
  private Switching() {}

  /** A switch by plain code: passes {@code error}, or {@code value} when that is null. */
  static Object fromPlain(Greenlet target, Object value, Throwable error) {
    GreenletOwner owner = target.owner;
    owner.checkThread(target, "cannot switch to a different thread");
    if (owner.abandoned() != null && Greenlet.current() == owner.main) {
      owner.abandoned().close();
    }
    return now(target, value, error);
  }

  /** The same, with the thread checked and abandoned greenlets left alone. */
  static Object now(Greenlet target, Object value, Throwable error) {
    if (isExitOfDead(target, error)) {
      return now(target, error, null);
    }
    GreenletOwner owner = target.owner;
    FrameStack stack = FrameStack.ofCurrentThread();
    Greenlet from = GreenletCoroutine.isBare(stack) ? owner.main : GreenletCoroutine.current(stack);
    Greenlet to = receiver(target, from);
    if (to == from) {
      return arrive(owner, from, from, value, error);
    }
    if (from != owner.main) {
      throw from.coroutine.pinned(operation(target, error), stack);
    }
    return fromMain(owner, to, value, error, stack, true);
  }

  /**
   * A switch by woven code. When the running greenlet must be left, the stack unwinds on return.
   *
   * @throws IllegalStateException if it is not possible; nothing has changed then
   */
  static Object fromWoven(Greenlet target, Object value, Throwable error, FrameStack stack) {
    target.owner.checkThread(target, "cannot switch to a different thread");
    if (target.owner.abandoned() != null) {
      closeAbandoned(target.owner.abandoned(), stack);
      if (stack.isUnwinding()) {
        stack.link(new PendingSwitch(target, value, error));
        return null;
      }
    }
    return now(target, value, error, stack);
  }

  @PassesStack
  @SuppressWarnings("UnusedVariable") // the weaver passes the stack on
  private static void closeAbandoned(AbandonedGreenlets abandoned, FrameStack stack) {
    abandoned.close();
  }

  /** The same, with the thread checked and abandoned greenlets left alone. */
  static Object now(Greenlet target, Object value, Throwable error, FrameStack stack) {
    if (isExitOfDead(target, error)) {
      return now(target, error, null, stack);
    }
    GreenletOwner owner = target.owner;
    Greenlet from = GreenletCoroutine.current(stack);
    Greenlet to = receiver(target, from);
    boolean isMain = from == owner.main;
    if (to == from && (isMain || owner.tracer() == null)) {
      return arrive(owner, from, from, value, error);
    }
    if (isMain) {
      return fromMain(owner, to, value, error, stack, false);
    }
    from.coroutine.leave(operation(target, error), stack);
    owner.next = to;
    owner.error = error;
    FrameStack.returnReference(value, stack);
    return null;
  }

  private static boolean isExitOfDead(Greenlet target, Throwable error) {
    return error instanceof GreenletExit && target.isOver();
  }

  /** The greenlet itself, or, when it is dead, its nearest ancestor that is not. */
  private static Greenlet receiver(Greenlet target, Greenlet from) {
    Greenlet to = target;
    while (to.isOver()) {
      to = to.parentOrNull();
    }
    if (to != from && !to.canReceive()) {
      throw captured(to);
    }
    return to;
  }

  private static IllegalStateException captured(Greenlet to) {
    return new IllegalStateException(
        to
            + " was suspended together with the coroutine around it; it goes on when that one does,"
            + " and cannot be switched to before");
  }

  private static String operation(Greenlet target, Throwable error) {
    return (error == null ? "switchTo: a switch to " : "raise: a switch to ") + target;
  }

  // ---- the switch loop -----------------------------------------------------------------------

  private static Object fromMain(
      GreenletOwner owner,
      Greenlet to,
      Object value,
      Throwable error,
      FrameStack stack,
      boolean fromPlain) {
    owner.error = error;
    FrameStack.returnReference(value, stack);
    deliver(owner, owner.main, to, stack);
    return loop(owner, to, stack, fromPlain);
  }

  /**
   * Runs {@code first}, then whoever is switched to, until that is the main greenlet.
   *
   * @return what main's pending switch returns; nothing when the stack unwinds, because an outer
   *     coroutine is suspended by one of the greenlets
   */
  private static Object loop(
      GreenletOwner owner, Greenlet first, FrameStack stack, boolean fromPlain) {
    Greenlet running = first;
    for (; ; ) {
      GreenletCoroutine coroutine = running.coroutine;
      try {
        coroutine.run(stack, fromPlain);
        if (stack.isUnwinding()) {
          stack.link(LoopFrame.of(owner, coroutine, stack));
          return null;
        }
        if (coroutine.isOver()) {
          died(owner, running, stack.takeReference(), null, stack);
        }
      } catch (Throwable failure) {
        if (!coroutine.isOver()) {
          stack.thrown = null; // it could not even be entered (stack overflow): main's own failure
          throw failure;
        }
        died(owner, running, null, failure, stack);
      }
      Greenlet next = owner.next;
      if (next == owner.main) {
        Throwable error = owner.error;
        owner.error = null;
        return arrive(owner, running, next, stack.takeReference(), error);
      }
      deliver(owner, running, next, stack);
      running = next;
    }
  }

  /** Passes the result of a dead greenlet on to its nearest ancestor that can take it. */
  private static void died(
      GreenletOwner owner, Greenlet dead, Object result, Throwable failure, FrameStack stack) {
    Object value = result;
    Throwable error = failure;
    if (failure instanceof GreenletExit) {
      value = failure;
      error = null;
    }
    Greenlet to = dead.heir();
    while (!to.canReceive()) {
      if (!to.isOver() && !to.canReceive()) {
        Throwable lost = error;
        error = captured(to);
        if (lost != null) {
          error.addSuppressed(lost);
        }
      }
      to = to.parentOrNull();
    }
    if (to != owner.main) {
      stack.traces().mark(error); // the trampoline it was thrown under is not the one it goes to
    }
    owner.next = to;
    owner.error = error;
    FrameStack.returnReference(value, stack);
  }

  /** Makes what arrives the result of the next greenlet's pending switch. */
  private static void deliver(
      GreenletOwner owner, Greenlet origin, Greenlet next, FrameStack stack) {
    Throwable error = owner.error;
    if (owner.tracer() != null) {
      Object value = stack.takeReference();
      owner.error = null;
      next.coroutine.prepend(new TraceFrame(owner.tracer(), origin, next, value, error));
    } else if (error != null) {
      owner.error = null;
      stack.thrown = error;
    }
  }

  /** The same for the greenlet whose plain code, or switch loop, this is. */
  private static Object arrive(
      GreenletOwner owner, Greenlet origin, Greenlet target, Object value, Throwable error) {
    GreenletTracer tracer = owner.tracer();
    if (tracer != null) {
      try {
        tracer.trace(TraceFrame.event(error), origin, target);
      } catch (Throwable failure) {
        owner.setTracer(null);
        if (error != null && error != failure) {
          failure.addSuppressed(error);
        }
        throw Throwing.sneaky(failure);
      }
    }
    if (error != null) {
      throw Throwing.sneaky(error);
    }
    return value;
  }

  /** A switch loop that was captured because a greenlet suspended a coroutine around it. */
  private static final class LoopFrame extends CapturedFrame {
    private final GreenletOwner owner;
    private final GreenletCoroutine running;

    private LoopFrame(GreenletOwner owner, GreenletCoroutine running) {
      super(running);
      this.owner = owner;
      this.running = running;
    }

    static LoopFrame of(GreenletOwner owner, GreenletCoroutine running, FrameStack stack) {
      for (; ; ) {
        try {
          return new LoopFrame(owner, running);
        } catch (OutOfMemoryError e) {
          Rescue.makeRoom(stack, e);
        }
      }
    }

    @Override
    protected void resume(FrameStack stack) {
      owner.checkThread(running.greenlet, "cannot go on on a different thread");
      Greenlet current = GreenletCoroutine.current(stack);
      if (current != owner.main) {
        throw new IllegalStateException(
            running.greenlet
                + " was switched to by the main greenlet, inside a coroutine that "
                + current
                + " now runs; run that coroutine in the main greenlet");
      }
      Object value = loop(owner, running.greenlet, stack, false);
      if (!stack.isUnwinding()) {
        FrameStack.returnReference(value, stack);
      }
    }
  }

  /** A switch that waits until abandoned greenlets have been closed. */
  private static final class PendingSwitch extends CapturedFrame {
    private final Greenlet target;
    private final Object value;
    private final Throwable error;

    PendingSwitch(Greenlet target, Object value, Throwable error) {
      super(null);
      this.target = target;
      this.value = value;
      this.error = error;
    }

    @Override
    protected void resume(FrameStack stack) {
      stack.takeVoid();
      Object result = now(target, value, error, stack);
      if (!stack.isUnwinding()) {
        FrameStack.returnReference(result, stack);
      }
    }
  }
}
