package dev.weft.waiting;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Twin;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * One wait of one task or thread. Whoever ends it first decides how it ended: what is handed over
 * with a successful {@link #wake} belongs to the waiter, and is never lost to a timeout, a kill or
 * an interrupt that comes at the same moment.
 *
 * <pre>
 * state   | meaning                             | wake       | expire     | raise      | park
 * NEW     | its owner runs, or blocks a thread  | -> WOKEN   | -> EXPIRED | -> RAISED  | -> PARKED
 * PARKED  | its owner is suspended, or pinned   | -> WOKEN   | -> EXPIRED | -> RAISED  | void
 * CLAIMED | a wake is about to write its value  | false      | false      | false      | false
 * WOKEN   | it got what it waited for           | false      | false      | false      | false
 * EXPIRED | its time was up                     | false      | false      | false      | false
 * RAISED  | an exception is to be raised in it  | false      | false      | false      | false
 * </pre>
 *
 * <p>CLAIMED lies on the way from NEW to WOKEN, for as long as it takes to write a reference. A
 * transition from PARKED makes the owner ready; one from NEW is seen by the owner before it stops.
 * A {@link Candidate} stays NEW: who ends it ends the wait that it stands for.
 *
 * <p>Used once: made ({@link #of}), put where those who can end the wait find it, waited in ({@link
 * #await}), and taken out again unless it was woken. Threads: {@link #of} and {@link #await} by its
 * owner, the rest by any.
 */
public class Waiter implements Expiring {
  /** The time of a wait without limit. */
  public static final long FOREVER = Long.MAX_VALUE;

  private static final int NEW = 0;
  private static final int PARKED = 1;
  private static final int CLAIMED = 2;
  private static final int WOKEN = 3;
  private static final int EXPIRED = 4;
  private static final int RAISED = 5;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Waiter.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;
  private boolean timed;
  private WaitMode mode = WaitMode.INTERRUPTIBLE;

  /** A {@link Strand} or a {@link Thread}. */
  private final Object owner;

  private final Blocker blocker;
  private Object value;

  /** The queue it was put in, and its links there, which are guarded like the queue. */
  WaitQueue queue;

  Waiter next;
  Waiter previous;

  /**
   * A waiter of the given owner.
   *
   * @param owner what {@link Strand#currentOrThread} says, in the code that will wait
   */
  public Waiter(Object owner, Blocker blocker) {
    this.owner = owner;
    this.blocker = blocker;
  }

  /** A waiter of whoever runs the calling code. */
  @Suspendable
  public static Waiter of(Blocker blocker) {
    return new Waiter(Strand.currentOrThread(), blocker);
  }

  @Twin
  static Waiter of(Blocker blocker, FrameStack stack) {
    Strand strand = Strand.currentOrNull(stack);
    return new Waiter(strand == null ? Thread.currentThread() : strand, blocker);
  }

  // ---- waiting -------------------------------------------------------------------------------

  /**
   * Waits until woken.
   *
   * @return true when woken, false when {@code nanos} passed before
   * @throws InterruptedException if the owner was interrupted first
   */
  @Suspendable
  public final boolean await(long nanos) throws InterruptedException {
    return block(nanos);
  }

  @Twin
  @SuppressWarnings("UnusedMethod") // called in woven code
  final boolean await(long nanos, FrameStack stack) throws InterruptedException {
    return await(nanos, WaitMode.INTERRUPTIBLE, stack);
  }

  /**
   * Waits until woken; an interrupt stays pending.
   *
   * @return true when woken, false when {@code nanos} passed before
   */
  @Suspendable
  public final boolean awaitUninterruptibly(long nanos) {
    mode = WaitMode.UNINTERRUPTIBLE;
    return blockUninterruptibly(nanos);
  }

  @Twin
  @SuppressWarnings("UnusedMethod") // called in woven code
  final boolean awaitUninterruptibly(long nanos, FrameStack stack) {
    return awaitQuietly(nanos, WaitMode.UNINTERRUPTIBLE, stack);
  }

  /** Waits until woken, interrupted or signalled; throws nothing, and takes nothing. */
  @Suspendable
  @SuppressWarnings("CheckReturnValue") // whoever parks looks itself
  final void awaitParked(long nanos) {
    mode = WaitMode.PARKED;
    blockUninterruptibly(nanos);
  }

  @Twin
  @SuppressWarnings({"UnusedMethod", "CheckReturnValue"}) // called in woven code
  final void awaitParked(long nanos, FrameStack stack) {
    awaitQuietly(nanos, WaitMode.PARKED, stack);
  }

  /** Waits until woken, and for nothing else: not even a kill ends this. */
  @Suspendable
  public final void awaitMasked() {
    mode = WaitMode.MASKED;
    boolean woken = blockUninterruptibly(FOREVER);
    assert woken;
  }

  @Twin
  @SuppressWarnings({"UnusedMethod", "CheckReturnValue"}) // called in woven code
  final void awaitMasked(FrameStack stack) {
    awaitQuietly(FOREVER, WaitMode.MASKED, stack);
  }

  private boolean awaitQuietly(long nanos, WaitMode wanted, FrameStack stack) {
    try {
      return await(nanos, wanted, stack);
    } catch (InterruptedException e) {
      throw new AssertionError("the mode " + wanted + " lets no interrupt through", e);
    }
  }

  /** By woven code: unless the wait is over, the stack unwinds on return. */
  private boolean await(long nanos, WaitMode wanted, FrameStack stack) throws InterruptedException {
    mode = wanted;
    if (!(owner instanceof Strand strand) || !strand.canSuspend(stack)) {
      return wanted == WaitMode.INTERRUPTIBLE ? block(nanos) : blockUninterruptibly(nanos);
    }
    if (!isDecided() && strand.hasSignal(wanted) && raise(false)) {
      leave();
      strand.throwSignal(wanted);
    }
    if (nanos <= 0) {
      expire();
    }
    if (isDecided()) {
      leave();
      return isWoken();
    }
    if (nanos != FOREVER) {
      startTimer(strand, nanos);
    }
    strand.suspendIn(this, stack);
    return false; // nobody looks at it
  }

  /** It ends by itself after a time. */
  final void startTimer(Strand strand, long nanos) {
    timed = true;
    strand.startTimer(this, nanos);
  }

  /** By plain code: blocks the thread. */
  private boolean block(long nanos) throws InterruptedException {
    try {
      if (owner instanceof Strand strand) {
        return PinnedWait.await(this, strand, nanos);
      }
      timed = nanos != FOREVER;
      return ThreadWait.await(this, nanos);
    } finally {
      leave();
    }
  }

  private boolean blockUninterruptibly(long nanos) {
    try {
      return block(nanos);
    } catch (InterruptedException e) {
      throw new AssertionError("the mode " + mode + " lets no interrupt through", e);
    }
  }

  // ---- going on ------------------------------------------------------------------------------

  /** Called by the owner when its wait has ended: unless it was woken, it leaves its queue. */
  final void leave() {
    if (isWoken()) {
      woken();
    } else if (queue != null) {
      queue.leave(this);
    }
  }

  /** Called once by the owner of a woken waiter. What it throws is thrown where it waits. */
  protected void woken() {}

  /**
   * Leaves in {@code stack} what the operation returns that the owner was suspended in. That is
   * {@link #await}, unless it waits on behalf of another one that returns at once what comes of the
   * wait, and so needs no frame.
   */
  protected void returnTo(FrameStack stack) {
    FrameStack.returnInt(isWoken() ? 1 : 0, stack);
  }

  // ---- ending the wait -----------------------------------------------------------------------

  /**
   * Ends the wait successfully, unless it has ended.
   *
   * @return whether this call did it
   */
  public final boolean wake() {
    return end(WOKEN);
  }

  /** The same, and hands {@code handed} over: see {@link #value}. */
  public final boolean wake(Object handed) {
    return hand(handed);
  }

  boolean hand(Object handed) {
    while (!isDecided()) { // it may be parked in between
      if (STATE.compareAndSet(this, PARKED, WOKEN)) {
        value = handed; // the owner runs only after this
        makeReady();
        return true;
      }
      if (STATE.compareAndSet(this, NEW, CLAIMED)) {
        value = handed;
        state = WOKEN;
        unblock();
        return true;
      }
    }
    return false;
  }

  @Override
  public final void expire() {
    end(EXPIRED);
  }

  /**
   * Ends the wait with an exception that its owner will find, if the mode allows.
   *
   * @param byInterrupt whether an interrupt is all there is
   */
  final boolean raise(boolean byInterrupt) {
    if (mode == WaitMode.MASKED || (byInterrupt && mode == WaitMode.UNINTERRUPTIBLE)) {
      return false;
    }
    return end(RAISED);
  }

  /** Ends the wait, by the owner, who will not wait after all; false when it has ended. */
  final boolean abandon() {
    return end(RAISED);
  }

  boolean end(int how) {
    for (; ; ) {
      int seen = state;
      if (seen > PARKED) {
        return false;
      }
      if (STATE.compareAndSet(this, seen, how)) {
        if (seen == PARKED) {
          makeReady();
        } else {
          unblock();
        }
        return true;
      }
    }
  }

  private void makeReady() {
    ((Strand) owner).schedule();
  }

  /** The owner runs, or is a thread that is blocked and then is to look again. */
  private void unblock() {
    if (owner instanceof Thread thread) {
      LockSupport.unpark(thread);
    }
  }

  /** Called when the owner is suspended; false when the wait has ended before. */
  final boolean park() {
    return STATE.compareAndSet(this, NEW, PARKED);
  }

  /** Before anybody finds it: the owner has not begun, and an interrupt stays pending. */
  final void beforeBeginning() {
    timed = true;
    mode = WaitMode.UNINTERRUPTIBLE;
  }

  // ---- questions -----------------------------------------------------------------------------

  /** Whether the wait has ended, or is ending. */
  public final boolean isDecided() {
    return state > PARKED;
  }

  @Override
  public final boolean isOver() {
    return isDecided();
  }

  /** Whether it ended by {@link #wake}. */
  public final boolean isWoken() {
    while (state == CLAIMED) {
      Thread.onSpinWait(); // for one write of another thread
    }
    return state == WOKEN;
  }

  /**
   * Shows {@code offered} to those who find this waiter, as its {@link #value}: what its owner
   * wants to hand over itself. Before it is put where they find it.
   */
  public final void offer(Object offered) {
    value = offered;
  }

  /**
   * What was handed over; for the owner, once woken. What is {@linkplain #offer offered}; for those
   * who are about to wake it, and have seen nobody do it before. Null when nothing is.
   */
  public final Object value() {
    return value;
  }

  /** What is waited for. */
  public final Blocker blocker() {
    return blocker;
  }

  /** Who waits: a {@link Strand} or a {@link Thread}. */
  public final Object owner() {
    return owner;
  }

  /** Whether it ended because its time was up. */
  public final boolean isExpired() {
    return state == EXPIRED;
  }

  /** Whether it ended so that an exception can be raised in its owner. */
  public final boolean isRaised() {
    return state == RAISED;
  }

  /** Whether it ends by itself when its time is up. */
  public final boolean isTimed() {
    return timed;
  }

  final WaitMode mode() {
    return mode;
  }
}
