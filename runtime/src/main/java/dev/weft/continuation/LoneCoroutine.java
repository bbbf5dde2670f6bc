package dev.weft.continuation;

import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Mounts;
import java.util.Objects;

/**
 * A coroutine that users resume, mostly from plain code of one thread that nothing else is mounted
 * on. Once that thread's stack knows it, it runs <em>alone</em> then: no reference is written, and
 * not its own state; see {@link Mounts}.
 *
 * <pre>
 * state                     | {@link #home}
 * SUSPENDED                 | any
 * SUSPENDED + KNOWN + index | a stack that knows it; the parent is the root. It runs alone on that
 *                           | stack while the stack shows this very word, else it is suspended
 * MOUNTED [+ KNOWN + index] | any; it is mounted in the usual way
 * ... + ASKED               | somebody asked who runs, while it did so alone: it will no more
 * </pre>
 */
public abstract class LoneCoroutine extends Coroutine {
  /** All bits below the index, but {@link Mounts#SCOPED}. */
  private static final int FLAGS = KIND + KNOWN + ASKED;

  private static final int READY = SUSPENDED + KNOWN;

  /** The stack it was last resumed on from plain code, which is likely to be the next one's. */
  private FrameStack home;

  /** A new coroutine; see {@link Coroutine}. */
  protected LoneCoroutine(Frame start) {
    super(start);
  }

  /**
   * The stack of the current thread, found faster where this coroutine ran before, and which may
   * know it from now on. For plain code that is about to resume it by {@link #resumeFromPlain}.
   */
  protected final FrameStack stackOfCurrentThread() {
    FrameStack stack = home;
    if (stack == null || !stack.isOfCurrentThread()) {
      return moveHome();
    }
    if (state == SUSPENDED && mayBeKnown()) {
      int index = stack.admit(this);
      if (index >= 0) {
        // With release, as who sees it looks at the stack it is known to.
        STATE.setRelease(this, READY + kindOfScope() + (index << Mounts.INDEX_SHIFT));
      }
    }
    return stack;
  }

  private FrameStack moveHome() {
    FrameStack stack = FrameStack.ofCurrentThread();
    home = stack;
    state &= KIND + ASKED;
    return stack;
  }

  /** Whether it is as it has to be in order to run alone. */
  protected boolean mayBeKnown() {
    return true;
  }

  /** Running, it ceases to be as it has to be for that. */
  protected final void runNoMoreAlone() {
    state = (state & KIND) + ASKED;
  }

  /** {@link Mounts#SCOPED} for continuations. */
  int kindOfScope() {
    return 0;
  }

  /** Its state, for {@link #stackToRunAlone} and {@link #resumeAlone}. */
  protected final int word() {
    return (int) STATE.getAcquire(this);
  }

  /**
   * The stack of the current thread, if {@link #resumeAlone} may be used there; null otherwise.
   *
   * @param word {@link #word}, read just now
   */
  protected final FrameStack stackToRunAlone(int word) {
    if ((word & FLAGS) != READY) {
      return null;
    }
    FrameStack stack = home;
    return stack.isFree() ? stack : null;
  }

  /**
   * Resumes it from plain code of a thread that nothing is mounted on: as {@link #resumeFromPlain},
   * but no reference is written; see {@link Mounts}.
   *
   * @param stack where, by {@link #stackToRunAlone}
   * @param word {@link #word}, read just before
   * @return true if it has suspended, and run alone up to there; false if one has to look: it has
   *     ended, or suspended
   */
  protected final boolean resumeAlone(FrameStack stack, int word) {
    try {
      // Not null to the compiler, too, which otherwise keeps it twice: with that type and without.
      Frame frame = Objects.requireNonNull(innermost);
      stack.mounted = word;
      if (!Trampoline.step(frame, stack)) {
        Frame head = Trampoline.runOn(frame, stack);
        if (head == null) {
          end();
          unmountFrom(stack, word); // not before: who finds nothing there looks at the state again
          if (stack.thrown != null) {
            leave(stack);
          }
          return false;
        }
        if (frame != head) {
          setInnermost(head);
        }
      }
      stack.unwinding = 0;
      if (stack.mounted != word) {
        wasTold(stack);
        return false;
      }
      stack.unmount();
      return true;
    } catch (Throwable error) {
      // Writes only: when the stack has overflowed, each call would overflow it again.
      innermost = null;
      parent = null;
      state = DONE;
      stack.registers.current = null;
      stack.unwinding = 0;
      stack.registers.first = null;
      stack.registers.last = null;
      stack.registers.target = null;
      stack.thrown = null;
      stack.mounted = Mounts.NOTHING;
      STATE.setRelease(this, DONE);
      throw error;
    }
  }

  private static void unmountFrom(FrameStack stack, int word) {
    if (stack.mounted == word) {
      stack.unmount();
    } else {
      stack.setCurrent(null);
    }
  }

  private void wasTold(FrameStack stack) {
    stack.setCurrent(null);
    stack.registers.target = null;
    STATE.setRelease(this, SUSPENDED + ASKED);
  }

  /** Whether it is the one that runs alone on this stack, which is the current thread's. */
  protected final boolean runsAlone(FrameStack stack) {
    return stack.mounted == state && home == stack;
  }

  @Override
  final int kind() {
    for (; ; ) {
      int word = (int) STATE.getAcquire(this);
      if ((word & KNOWN) == 0) {
        return word & KIND;
      }
      if (home.shows(word)) {
        return MOUNTED;
      }
      if ((int) STATE.getAcquire(this) == word) {
        return word & KIND; // else it was told, or has ended, in between
      }
    }
  }

  @Override
  protected final void told() {
    state = MOUNTED + ASKED;
  }

  @Override
  protected final boolean isKnownTo(Mounts mounts, int index) {
    int word = (int) STATE.getAcquire(this);
    return (word & KNOWN) != 0 && word >>> Mounts.INDEX_SHIFT == index && home == mounts;
  }
}
