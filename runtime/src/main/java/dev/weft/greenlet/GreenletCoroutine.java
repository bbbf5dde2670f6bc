package dev.weft.greenlet;

import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.continuation.Coroutine;
import dev.weft.continuation.PinnedException;
import dev.weft.continuation.Pinning;
import dev.weft.waiting.Strand;
import java.util.Optional;

/**
 * The frames of one greenlet. A class of its own, so that subclasses of {@link Greenlet} do not see
 * the engine's operations.
 *
 * <p>That of a main greenlet has no frames, because they are on the stack of the thread, and is
 * never resumed.
 */
final class GreenletCoroutine extends Coroutine {
  final Greenlet greenlet;
  final GreenletOwner owner;

  /** Frames that start with {@code start}; null for a main greenlet. */
  GreenletCoroutine(Greenlet greenlet, GreenletOwner owner, Frame start) {
    super(start);
    this.greenlet = greenlet;
    this.owner = owner;
  }

  /** The greenlet that runs on the current thread, whose stack {@code stack} is. */
  static Greenlet current(FrameStack stack) {
    if (stack.current() instanceof GreenletCoroutine innermost) {
      return innermost.greenlet;
    }
    Optional<Coroutine> next = enclosing(null, stack);
    while (next.isPresent()) {
      if (next.get() instanceof GreenletCoroutine coroutine) {
        return coroutine.greenlet;
      }
      if (next.get() instanceof Strand strand) {
        return GreenletOwner.of(strand).main;
      }
      next = enclosing(next.get(), stack);
    }
    return GreenletOwner.current(stack).main;
  }

  /** Whether no coroutine at all is mounted on {@code stack}. */
  static boolean isBare(FrameStack stack) {
    return stack.current() == null || enclosing(null, stack).isEmpty();
  }

  /** Whether it waits for a switch, or for its first one. */
  boolean isReady() {
    return isSuspended();
  }

  /** Whether the body has not been entered. */
  boolean isUnstarted() {
    return isNew();
  }

  /** Whether the body has ended; true for a main greenlet. */
  boolean isOver() {
    return hasEnded();
  }

  /** Whether it runs now. */
  boolean isRunning() {
    return isMounted();
  }

  /** Starts to unwind this running greenlet, from woven code that it called directly. */
  void leave(FrameStack stack) {
    suspendTo(this, stack);
  }

  /**
   * The same from woven code that may run in inner coroutines.
   *
   * @throws PinnedException if there is plain code in between
   */
  void leave(String operation, FrameStack stack) {
    if (stack.current() != this && reach(this, stack) != Reach.FREE) {
      throw pinned(operation, stack);
    }
    suspendTo(this, stack);
  }

  /** The exception of a switch by plain code that runs in this greenlet. */
  PinnedException pinned(String operation, FrameStack stack) {
    int trampolines = reach(this, stack) instanceof Reach.Pinned p ? p.trampolines() : 0;
    return Pinning.pinned(operation, trampolines);
  }

  /** Runs until it switches or ends; see {@link Coroutine#resume}. */
  void run(FrameStack stack, boolean fromPlain) {
    if (fromPlain) {
      resumeFromPlain(stack);
    } else {
      resume(stack);
    }
  }

  /** Puts {@code frame} before the frames of this suspended greenlet. */
  void prepend(Frame frame) {
    frame.caller = innermost();
    replaceFrames(frame);
  }

  /** Where it is suspended; empty in all other states. */
  StackTraceElement[] suspendedTrace() {
    return isRunning() ? new StackTraceElement[0] : trace();
  }

  /** What {@link Greenlet#toString} says. */
  String describe() {
    String name =
        greenlet.getClass().getSimpleName() + "@" + Integer.toHexString(greenlet.hashCode());
    if (greenlet.isDead()) {
      return name + (greenlet.isOver() ? " dead" : " (thread exited) dead");
    }
    if (isUnstarted()) {
      return name + " pending";
    }
    boolean isCurrent = owner.isHere() && greenlet == Greenlet.current();
    return name
        + (isCurrent ? " current" : isRunning() ? " running" : " suspended")
        + " active started"
        + (greenlet.isMain() ? " main" : "");
  }

  @Override
  public String toString() {
    return greenlet.toString();
  }
}
