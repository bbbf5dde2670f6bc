package dev.weft.continuation;

import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Mounts;
import java.lang.ref.WeakReference;

/**
 * A coroutine that users resume, mostly from plain code of one thread that nothing else is mounted
 * on. Once that thread's stack knows it, it runs <em>alone</em> then: no reference is written,
 * which is most of what a resumption costs under G1; see {@link Mounts}.
 *
 * <pre>
 * state             | {@link #home}
 * SUSPENDED         | any
 * SUSPENDED + KNOWN | a stack that knows it; the parent is the root
 * MOUNTED           | any
 * MOUNTED + KNOWN   | the stack it runs alone on
 * ... + ASKED       | somebody asked who runs, while it did so alone: it will no more
 * </pre>
 */
public abstract class LoneCoroutine extends Coroutine {
  private static final int READY = SUSPENDED + KNOWN;
  private static final int ALONE = MOUNTED + KNOWN;

  /** The stack it was last resumed on from plain code, which is likely to be the next one's. */
  private WeakReference<FrameStack> home;

  /** A new coroutine; see {@link Coroutine}. */
  protected LoneCoroutine(Frame start) {
    super(start);
  }

  /**
   * The stack of the current thread, found faster where this coroutine ran before, and which may
   * know it from now on. For plain code that is about to resume it by {@link #resumeFromPlain}.
   */
  protected final FrameStack stackOfCurrentThread() {
    FrameStack stack = home == null ? null : home.get();
    if (stack == null || !stack.isOfCurrentThread()) {
      return moveHome();
    }
    if (state == SUSPENDED && stack.admits(this)) {
      state = READY;
    }
    return stack;
  }

  private FrameStack moveHome() {
    FrameStack stack = FrameStack.ofCurrentThread();
    home = stack.handle();
    state &= ~KNOWN;
    return stack;
  }

  /** The stack of the current thread, if {@link #resumeAlone} may be used there; null otherwise. */
  protected final FrameStack stackToRunAlone() {
    if ((int) STATE.getAcquire(this) != READY) {
      return null;
    }
    FrameStack stack = home.get();
    return stack != null && stack.isFree() ? stack : null;
  }

  /**
   * Resumes it from plain code of a thread that nothing is mounted on: as {@link #resumeFromPlain},
   * but no reference is written; see {@link Mounts}.
   *
   * @param scope what suspends it, if it is a continuation, else null
   */
  protected final void resumeAlone(FrameStack stack, ContinuationScope scope) {
    try {
      Frame frame = innermost;
      state = ALONE;
      if (scope == null) {
        stack.enterAlone();
      } else {
        stack.enterAloneIn(scope);
      }
      Frame head = Trampoline.run(frame, stack);
      boolean asked = stack.leaveAlone();
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
      if (asked) {
        stack.target = null;
      }
      stack.unwinding = false;
      STATE.setRelease(this, asked ? SUSPENDED + ASKED : READY);
    } catch (Throwable error) {
      // Writes only: when the stack has overflowed, each call would overflow it again.
      stack.mounted = Mounts.NOTHING;
      stack.current = null;
      stack.unwinding = false;
      stack.unwound = 0;
      stack.first = null;
      stack.last = null;
      stack.target = null;
      stack.thrown = null;
      innermost = null;
      parent = null;
      state = DONE;
      STATE.setRelease(this, DONE);
      throw error;
    }
  }

  @Override
  protected final boolean runsAlone(Mounts mounts) {
    return mounts.isAlone() && (int) STATE.getAcquire(this) == ALONE && home == mounts.handle();
  }

  @Override
  protected final boolean isKnownTo(Mounts mounts) {
    return ((int) STATE.getAcquire(this) & KNOWN) != 0 && home == mounts.handle();
  }
}
