package dev.weft.waiting;

import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.continuation.Coroutine;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * A task, seen from below: a coroutine that waits by suspending itself instead of blocking its
 * thread, and that exceptions can be raised in while it waits.
 *
 * <p>Threads: {@link #raise} and {@link #interrupt} by any thread; the rest by the carrier that
 * runs it.
 */
public abstract class Strand extends Signalled {
  private static final VarHandle WAITER;

  static {
    try {
      WAITER = MethodHandles.lookup().findVarHandle(Strand.class, "waiter", Waiter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * What it waits in; null while it runs or is ready. Written by its carrier without a fence: the
   * compare-and-set of {@link Waiter#park} that follows is one, and {@link #isSignalled} is read
   * behind it, so either the carrier sees a signal or whoever raises it sees the waiter.
   */
  @SuppressWarnings("UnusedVariable") // written through WAITER
  private volatile Waiter waiter;

  /** Made when somebody asks. */
  private volatile OwnThread own;

  private Object greenlets;

  /** A strand that starts by resuming {@code start}. */
  protected Strand(Frame start) {
    super(start);
  }

  // ---- what the scheduler provides -----------------------------------------------------------

  /** Makes it ready, after its wait ended; any thread, once per wait. */
  protected abstract void schedule();

  /** Lets {@code entry} expire after {@code nanos}; called by the carrier that runs this strand. */
  protected abstract void startTimer(Expiring entry, long nanos);

  /** Some timer of this strand is not needed any more: its entry is over. */
  protected abstract void forgetTimer();

  /** The scheduler's clock, for deadlines. */
  protected abstract long nanoTime();

  /** Where it waits for input and output, when it can be suspended. */
  protected abstract Poller poller();

  /**
   * It is about to wait for {@code blocker} on its carrier, because a plain frame keeps it from
   * being suspended. From now on, {@link #schedule} lets {@link #blockCarrier} return.
   */
  protected abstract void keepCarrier(Blocker blocker);

  /** Blocks its carrier until it is its turn again, after {@link #schedule}. */
  protected abstract void blockCarrier();

  /** It goes on. Follows {@link #keepCarrier}. */
  protected abstract void freeCarrier();

  /** Throws what ends a strand whose scheduler has ended. */
  protected abstract void throwAbandoned();

  /**
   * Something was raised while it did not wait in a way this package knows: it runs, or blocks in a
   * call. Called with the lock of this strand.
   *
   * @param byInterrupt whether an interrupt is all there is
   */
  protected abstract void signalledOutside(boolean byInterrupt);

  /** What it and its thread are called. */
  public abstract String name();

  /** The time by the clock that its waits go by, in nanoseconds. */
  public final long clockNanoTime() {
    return nanoTime();
  }

  // ---- identity ------------------------------------------------------------------------------

  /** What {@link Thread#currentThread} answers in it: a thread of its own, never started. */
  public final Thread thread() {
    return own().thread();
  }

  /** The same; null when nobody asked yet. */
  public final Thread threadOrNull() {
    OwnThread made = own;
    return made == null ? null : made.thread();
  }

  /** What parking it waits for. */
  public final Permit permit() {
    return own().permit();
  }

  /** The thread of the program that it runs; null for a strand that is none's. */
  public final AdoptedThread adopted() {
    return own instanceof AdoptedThread adopted ? adopted : null;
  }

  /** The carrier that it blocks; null when it does not. A snapshot. */
  protected abstract Thread blockedCarrier();

  /**
   * To be called while it is made: it gets the inheritable thread locals of who makes it, or {@code
   * adopted} for its thread, which has them.
   */
  protected final void initThread(AdoptedThread adopted) {
    if (adopted != null) {
      own = adopted;
      adopted.setStrand(this);
      if (adopted.wasInterrupted()) {
        interrupt(); // before it was started
      }
    } else if (ThreadState.isInherited()) {
      own = new StrandThread(this, name(), true);
    }
  }

  /** Resumes it with its own thread locals. */
  protected final void resumeWithState(FrameStack stack) {
    Thread carrier = stack.get();
    Object locals = ThreadState.locals(carrier);
    Object inheritable = ThreadState.inheritable(carrier);
    ThreadState.mount(carrier, threadOrNull(), locals, inheritable);
    try {
      resumeMounted(stack);
    } finally {
      ThreadState.unmount(carrier, this, locals, inheritable);
    }
  }

  /** Resumes it; its thread locals are in place. */
  protected abstract void resumeMounted(FrameStack stack);

  /** What {@link Thread#interrupt} of its thread does. */
  public final void interruptByThread() {
    if (currentOrThread() == this) {
      interruptItself();
    } else {
      interrupt();
    }
  }

  final StackTraceElement[] ownTrace() {
    return trace();
  }

  final OwnThread own() {
    OwnThread made = own;
    if (made == null) {
      synchronized (this) {
        made = own;
        if (made == null) {
          made = new StrandThread(this, name(), false);
          own = made;
        }
      }
    }
    return made;
  }

  /** The same; null when nobody asked yet. */
  final OwnThread ownOrNull() {
    return own;
  }

  /** The innermost strand that runs on this stack; null in a plain thread. */
  public static Strand currentOrNull(FrameStack stack) {
    Object current = stack.currentTold();
    if (current instanceof Strand strand) {
      return strand;
    }
    if (current == null) {
      return null;
    }
    Optional<Coroutine> next = enclosing((Coroutine) current, stack);
    while (next.isPresent()) {
      if (next.get() instanceof Strand strand) {
        return strand;
      }
      next = enclosing(next.get(), stack);
    }
    return null;
  }

  /** The innermost strand that runs the calling code; null in a plain thread. */
  public static Strand ofCallerOrNull() {
    FrameStack stack = FrameStack.ofCurrentThreadOrNull();
    return stack == null ? null : currentOrNull(stack);
  }

  /** Whoever runs the calling code: a strand, or the current thread. Owners of locks are these. */
  public static Object currentOrThread() {
    FrameStack stack = FrameStack.ofCurrentThreadOrNull();
    Strand strand = stack == null ? null : currentOrNull(stack);
    return strand == null ? Thread.currentThread() : strand;
  }

  /** What the greenlets made by this strand have in common: kept here for their package. */
  public final Object greenlets() {
    return greenlets;
  }

  /** See {@link #greenlets}. */
  public final void setGreenlets(Object shared) {
    greenlets = shared;
  }

  /** Whether it has ended, so that nothing can run in it any more. */
  public final boolean isFinished() {
    return hasEnded();
  }

  /**
   * Takes the interrupt flag of whoever runs the calling code, as blocking methods do first that
   * can be interrupted.
   *
   * @return what {@link #currentOrThread} says
   * @throws InterruptedException if it was set
   */
  public static Object currentUninterrupted() throws InterruptedException {
    return uninterrupted(currentOrNull(FrameStack.ofCurrentThread()));
  }

  /** The same, of whoever runs on {@code stack}, the one of the current thread. */
  public static Object currentUninterrupted(FrameStack stack) throws InterruptedException {
    return uninterrupted(currentOrNull(stack));
  }

  private static Object uninterrupted(Strand strand) throws InterruptedException {
    Object current = strand == null ? Thread.currentThread() : strand;
    if (strand != null ? strand.takeInterrupt() : Thread.interrupted()) {
      throw new InterruptedException();
    }
    return current;
  }

  /** The time by the clock that waits of the calling code go by, in nanoseconds. */
  public static long currentNanoTime() {
    Strand strand = currentOrNull(FrameStack.ofCurrentThread());
    return strand == null ? System.nanoTime() : strand.nanoTime();
  }

  @Override
  final void raiseWaiter(boolean byInterrupt) {
    Waiter entered = waiter;
    if (entered != null) {
      entered.raise(byInterrupt);
    } else {
      signalledOutside(byInterrupt);
    }
  }

  // ---- waiting -------------------------------------------------------------------------------

  /** Whether the code that runs on {@code stack} can suspend this strand. */
  protected final boolean canSuspend(FrameStack stack) {
    return stack.currentTold() == this || reach(this, stack) == Reach.FREE;
  }

  /** Begins to wait: the stack unwinds to this strand. */
  final void suspendIn(Waiter entered, FrameStack stack) {
    setWaiter(entered);
    suspendTo(this, stack);
  }

  /** Lets nobody hand anything over any more: it will not go on, though it waits. */
  protected final void abandonWait() {
    Waiter entered = waiter;
    if (entered != null) {
      entered.expire();
      if (!entered.isWoken()) {
        entered.leave();
      }
    }
  }

  /** What it waited for may have come already: then that counts, and not the error. */
  @Override
  protected final void suspensionFailed(FrameStack stack) {
    Waiter entered = (Waiter) WAITER.get(this);
    if (entered == null) {
      return;
    }
    if (entered.abandon()) {
      WAITER.set(this, null);
      if (entered.isTimed()) {
        forgetTimer();
      }
      entered.leave();
    } else {
      stack.thrown = null;
      endWait(stack);
    }
  }

  /** Begins to suspend without waiting for anything: it is ready at once. */
  protected final void suspendReady(FrameStack stack) {
    suspendTo(this, stack);
  }

  /** Lets this strand, which has not begun, wait in {@code first} for {@code nanos}. */
  protected final void parkNew(Waiter first, long nanos) {
    first.beforeBeginning();
    setWaiter(first);
    startTimer(first, nanos);
    if (!first.park()) {
      schedule(); // it was killed at this moment, by somebody who took it for running
      return;
    }
    if (isSignalled() && hasSignal(first.mode())) {
      first.raise(false); // it was killed before it came here
    }
  }

  /** What it waits in; null when it does not. A snapshot when asked by another thread. */
  public final Waiter waiter() {
    return waiter;
  }

  /** It waits in {@code entered}, or, for null, no longer. */
  final void setWaiter(Waiter entered) {
    WAITER.setRelease(this, entered);
  }

  /**
   * To be called by the scheduler when this strand has suspended: whether it is ready at once,
   * because it waits for nothing or the wait is over already. When it is not, {@link #schedule}
   * will be called, or was.
   */
  protected final boolean isReadyAfterSuspension() {
    Waiter entered = (Waiter) WAITER.get(this);
    if (entered == null || !entered.park()) {
      return true;
    }
    if (isSignalled() && hasSignal(entered.mode())) {
      entered.raise(false);
    }
    return false;
  }

  /**
   * To be called by the scheduler before it resumes this strand: leaves what the wait ended with in
   * {@code stack}.
   */
  protected final void endWait(FrameStack stack) {
    Waiter left = (Waiter) WAITER.get(this);
    if (left == null) {
      stack.thrown = takeSignal(WaitMode.UNINTERRUPTIBLE);
      return;
    }
    WAITER.set(this, null);
    if (left.isTimed() && !left.isExpired()) {
      forgetTimer();
    }
    try {
      left.leave();
      if (left.isRaised()) {
        stack.thrown = takeSignal(left.mode());
        FrameStack.returnInt(0, stack);
      } else {
        left.returnTo(stack);
      }
    } catch (RuntimeException e) {
      e.setStackTrace(trace()); // where it waits, not where it is resumed
      stack.thrown = e;
    }
  }
}
