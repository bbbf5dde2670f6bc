package dev.weft.continuation;

import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Mountable;
import dev.weft.abi.Mounts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;

/**
 * The engine under continuations, generators and greenlets: a chain of frames that can be mounted
 * on a carrier's {@link FrameStack}, run, and captured again.
 *
 * <pre>
 * state     | innermost          | parent
 * SUSPENDED | set                | null, or the bottom of every stack
 * MOUNTED   | void               | what resumed it
 * CAPTURED  | set                | the outer coroutine it was suspended with
 * DONE      | null               | null
 *
 * SUSPENDED -> MOUNTED    resume (a new one is suspended: its chain starts the body)
 * MOUNTED   -> SUSPENDED  suspendTo(this)
 * MOUNTED   -> DONE       the outermost frame returned or threw
 * MOUNTED   -> CAPTURED   suspendTo(an outer coroutine)
 * CAPTURED  -> MOUNTED    that outer coroutine was resumed
 * </pre>
 *
 * <p>References are written only when they change: between old objects each write costs a barrier,
 * which is most of what a switch costs under G1.
 *
 * <p>Threads: used by one thread at a time; a suspension by one thread is visible to the next one
 * that resumes. Two threads that resume at the same instant, without any order between them, are a
 * race that is detected in most cases but not in all.
 */
public abstract class Coroutine extends Mountable {
  static final int SUSPENDED = 0;
  static final int MOUNTED = 1;
  private static final int CAPTURED = 2;
  static final int DONE = 3;

  /** The bits of the above; the others are flags. */
  static final int KIND = 3;

  /** See {@link LoneCoroutine}. */
  static final int KNOWN = Mounts.ALONE;

  /** See {@link LoneCoroutine}. */
  static final int ASKED = 8;

  /** Publishes the other fields: written last, read first. */
  static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Coroutine.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Stands for the plain code of a thread, below every mounted coroutine. */
  static final Coroutine ROOT = new Link(null);

  static {
    StackTraces.prepare();
  }

  Frame innermost;

  /** That of new ones is the usual one, so that most never have to write it. */
  Coroutine parent = ROOT;

  @SuppressWarnings("UnusedVariable") // read through STATE
  int state;

  /**
   * A new coroutine.
   *
   * @param start the frame whose resumption starts the body; null makes one that is done
   */
  protected Coroutine(Frame start) {
    innermost = start;
    STATE.setRelease(this, start == null ? DONE : SUSPENDED);
  }

  // ---- state ---------------------------------------------------------------------------------

  /** Whether the body has ended. */
  protected final boolean hasEnded() {
    return (int) STATE.getAcquire(this) == DONE;
  }

  /** Whether it can be resumed: it has not ended, does not run, and is not captured. */
  protected final boolean isSuspended() {
    return kind() == SUSPENDED;
  }

  /** Whether it runs now, on some thread. */
  protected final boolean isMounted() {
    return kind() == MOUNTED;
  }

  /** One of the four states. */
  int kind() {
    return (int) STATE.getAcquire(this) & KIND;
  }

  /** Whether it was captured together with an outer coroutine. */
  protected final boolean isCaptured() {
    return (int) STATE.getAcquire(this) == CAPTURED;
  }

  /** The innermost frame while suspended or captured; null otherwise. */
  protected final Frame innermost() {
    return isMounted() ? null : innermost;
  }

  /** Replaces the chain of a suspended coroutine; null ends it. */
  protected final void replaceFrames(Frame head) {
    innermost = head;
    STATE.setRelease(this, head == null ? DONE : SUSPENDED);
  }

  /** Whether the frame that would start the body has not been entered yet. */
  protected final boolean isNew() {
    return innermost() instanceof StartFrame;
  }

  /**
   * Where this coroutine is suspended, innermost call first, coroutines captured in it included;
   * empty when it is new or has ended. When it runs on the current thread, the current stack; when
   * it runs elsewhere, empty.
   */
  protected final StackTraceElement[] trace() {
    if (!isMounted()) {
      return StackTraces.ofWaiting(innermost()).toArray(StackTraceElement[]::new);
    }
    return reach(this, FrameStack.ofCurrentThread()) == Reach.NOT_ENCLOSING
        ? new StackTraceElement[0]
        : Pinning.currentTrace();
  }

  /**
   * The calls in which it is suspended, innermost first; empty when it runs, on whatever thread.
   * While another thread resumes it, what is read may be of different moments.
   *
   * @param named whether with their variables
   */
  protected final List<SuspendedCall> suspendedCalls(boolean named) {
    return SuspendedCall.of(innermost(), named);
  }

  // ---- running -------------------------------------------------------------------------------

  /**
   * Resumes this suspended coroutine from a woven caller. Returns when it suspends, ends, or, with
   * {@link FrameStack#isUnwinding} set, when an outer coroutine is being suspended: then the caller
   * links a {@link CapturedFrame} that calls this method again, and returns at once.
   *
   * <p>What the innermost frame takes as the result of its suspension was left in {@code stack}.
   *
   * @throws RuntimeException sneakily: whatever exception the body ended with
   */
  protected final void resume(FrameStack stack) {
    Coroutine outer = current(stack);
    resume(stack, outer, outer);
  }

  /**
   * Resumes this suspended coroutine from plain code: an outer coroutine cannot be suspended from
   * inside, because the plain caller could not be.
   */
  protected final void resumeFromPlain(FrameStack stack) {
    Coroutine outer = current(stack);
    resume(stack, outer == ROOT ? outer : new Link(outer), outer);
  }

  /**
   * All of it is guarded, not only the body: an error that strikes the runtime itself, as a stack
   * overflow or a debugger's exception, ends this coroutine and leaves the carrier in order.
   */
  private void resume(FrameStack stack, Coroutine link, Coroutine outer) {
    try {
      Frame frame = innermost; // stays there while mounted: it keeps parameters at most
      state = MOUNTED + (state & (link == ROOT ? ~KIND : ASKED));
      if (parent != link) {
        parent = link;
      }
      stack.setCurrent(this);
      Frame head = Trampoline.run(frame, stack);
      unmount(stack, outer);
      if (head == null) {
        end();
        if (stack.thrown != null) {
          leave(stack);
        }
        return;
      }
      if (frame != head) {
        setInnermost(head);
      }
      Object target = stack.registers.target;
      if (target == null || target == this) {
        if (target != null) {
          stack.registers.target = null;
        }
        stack.unwinding = 0;
        if (link != ROOT) {
          parent = null;
        }
        STATE.setRelease(this, SUSPENDED + (state & ~KIND));
      } else {
        stack.unwind();
        STATE.setRelease(this, CAPTURED);
      }
    } catch (Throwable error) {
      // Writes only: when the stack has overflowed, each call would overflow it again.
      stack.mounted = outer == ROOT ? Mounts.NOTHING : Mounts.TOLD;
      stack.registers.current = outer == ROOT ? null : outer;
      stack.unwinding = 0;
      stack.registers.first = null;
      stack.registers.last = null;
      stack.registers.target = null;
      stack.thrown = null;
      innermost = null;
      parent = null;
      state = DONE;
      STATE.setRelease(this, DONE);
      throw error;
    }
  }

  private static void unmount(FrameStack stack, Coroutine outer) {
    if (outer == ROOT) {
      stack.setCurrent(null);
    } else {
      stack.setCurrent(outer);
    }
  }

  /** A method of its own, as {@link Trampoline}'s {@code captured}. */
  final void setInnermost(Frame head) {
    innermost = head;
  }

  final void end() {
    innermost = null;
    parent = null;
    STATE.setRelease(this, DONE);
  }

  static void leave(FrameStack stack) {
    stack.traces().forget();
    stack.takeVoid();
  }

  /**
   * It did not come to suspending this: an error goes on in its place, {@code stack.thrown}. What
   * would have ended the suspension must not find it any more.
   */
  protected void suspensionFailed(FrameStack stack) {}

  /** The same when a frame could not even be begun to be saved: nothing is in {@code stack}. */
  protected void suspensionAbandoned() {}

  /** Starts to unwind to {@code target}, which must be reachable from the current coroutine. */
  protected static void suspendTo(Coroutine target, FrameStack stack) {
    aim(target, stack);
    stack.unwinding = FrameStack.UNWINDING; // not by a call, which could overflow the stack
  }

  /** All of {@link #suspendTo} but that the stack unwinds, which its caller has to write next. */
  protected static void aim(Coroutine target, FrameStack stack) {
    if (stack.current() != target) {
      stack.registers.target = target;
    }
  }

  // ---- the mounted coroutines of a carrier ---------------------------------------------------

  /** The innermost mounted coroutine of this stack, never null. */
  private static Coroutine current(FrameStack stack) {
    Object current = stack.current();
    return current == null ? ROOT : (Coroutine) current;
  }

  /**
   * The next outer coroutine around {@code inner} on its carrier; for null, the innermost one.
   *
   * @return empty when there is none
   */
  protected static Optional<Coroutine> enclosing(Coroutine inner, FrameStack stack) {
    Coroutine outer = inner == null ? current(stack) : inner.parent;
    while (outer instanceof Link link) {
      if (link == ROOT) {
        return Optional.empty();
      }
      outer = link.outer;
    }
    return Optional.ofNullable(outer);
  }

  /**
   * Whether {@code target} encloses the current coroutine, or is it, with woven frames only in
   * between; what is known of the obstacle otherwise.
   */
  protected static Reach reach(Coroutine target, FrameStack stack) {
    int trampolines = 0;
    boolean plain = false;
    for (Coroutine c = current(stack); c != null && c != ROOT; c = c.outward()) {
      if (c instanceof Link) {
        plain = true;
      } else {
        if (c == target) {
          return plain ? new Reach.Pinned(trampolines) : Reach.FREE;
        }
        if (!plain) {
          trampolines++;
        }
      }
    }
    return Reach.NOT_ENCLOSING;
  }

  private Coroutine outward() {
    return this instanceof Link link ? link.outer : parent;
  }

  /** What lies between the running code and a coroutine it wants to suspend. */
  protected sealed interface Reach {
    /** Woven frames only. */
    Reach FREE = new Free();

    /** The target does not enclose the running code at all. */
    Reach NOT_ENCLOSING = new NotEnclosing();

    /** See {@link #FREE}. */
    record Free() implements Reach {}

    /** See {@link #NOT_ENCLOSING}. */
    record NotEnclosing() implements Reach {}

    /**
     * A plain frame.
     *
     * @param trampolines how many inner coroutines lie between the running code and that frame
     */
    record Pinned(int trampolines) implements Reach {}
  }

  /** A place where plain code of a thread, or inside {@link #outer}, resumed a coroutine. */
  private static final class Link extends Coroutine {
    private final Coroutine outer;

    Link(Coroutine outer) {
      super(null);
      this.outer = outer;
    }
  }
}
