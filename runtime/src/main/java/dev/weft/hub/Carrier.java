package dev.weft.hub;

import dev.weft.abi.FrameStack;
import dev.weft.abi.Hold;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A thread that runs the tasks of a hub whenever it holds the {@link Baton}.
 *
 * <pre>
 * word  | meaning
 * RUNS  | it runs woven code, which it may while it holds the baton; or it is idle
 * ASKED | the watch looks whether it blocks
 * OUT   | a task blocks it, and the baton is, or will be, somebody else's
 * HURRY | its task has run for long, and shall let the others have their turns
 *
 * RUNS  -> ASKED  the watch has seen it stand still
 * ASKED -> RUNS   the watch: it does not block; or itself: it is back (see Hold.check)
 * ASKED -> OUT    the watch: it does block, and will pass a check before it runs woven code again
 * RUNS, ASKED -> OUT  itself: it is about to block
 * OUT   -> RUNS   itself: it holds the baton again
 * RUNS  -> HURRY  the watch; only where tasks are threads of the program
 * HURRY -> RUNS   itself, at a check, and the others have their turns; or the watch
 * HURRY -> OUT    itself: it is about to block, so the others have their turns
 * </pre>
 *
 * <p>The two transitions from ASKED exclude each other: either the thread keeps the baton, or it
 * learns at its next check that it has lost it. See decision record 0019.
 */
final class Carrier extends Home {
  private static final int RUNS = 0;
  private static final int ASKED = 1;
  private static final int OUT = 2;
  private static final int HURRY = 3;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Carrier.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Baton baton;

  @SuppressWarnings("UnusedVariable") // written through WORD
  private volatile int word;

  /** That of the thread; null until it has begun. */
  private volatile FrameStack stack;

  /** The task that blocks it in a call Weft does not know; null otherwise. Guarded by this. */
  private Task<?> away;

  private volatile String call = "";

  /** Why it was interrupted while it was away. Guarded by this. */
  private boolean interruptedByInterrupt;

  private boolean interruptedBySignal;

  Carrier(Baton baton, Thread thread) {
    super(thread);
    this.baton = baton;
  }

  /** By its thread: it begins. */
  void begin(FrameStack own) {
    stack = own;
    enter(own, this);
  }

  /** By its thread: it ends. */
  void end() {
    enter(stack, null);
  }

  FrameStack stack() {
    return stack;
  }

  /** The carrier of the current thread; null when it has none. */
  static Carrier current() {
    return Hold.ofCurrentThread() instanceof Carrier carrier ? carrier : null;
  }

  /** What it runs, as another thread may see it: perhaps late, perhaps not at all. */
  Task<?> running() {
    FrameStack own = stack;
    if (own == null) {
      return null;
    }
    try {
      return Scheduler.taskOn(own);
    } catch (RuntimeException e) {
      return null; // the stack was changing
    }
  }

  // ---- the word ------------------------------------------------------------------------------

  /** By the watch: begins to look; false when it is out. */
  boolean ask() {
    return WORD.compareAndSet(this, RUNS, ASKED);
  }

  /** By the watch: it blocks; false when it is back already. */
  boolean confirm() {
    return WORD.compareAndSet(this, ASKED, OUT);
  }

  /** By the watch: it does not block. */
  void withdraw() {
    WORD.compareAndSet(this, ASKED, RUNS); // or it is back, and has done this itself
  }

  /** By the watch: its task shall let others have their turns; false when it is out. */
  boolean hurry() {
    return WORD.compareAndSet(this, RUNS, HURRY);
  }

  /** Takes that back; false when there is nothing to take back. */
  boolean unhurry() {
    return WORD.compareAndSet(this, HURRY, RUNS);
  }

  /** By its thread, which holds the baton: it is about to block. */
  void goOut() {
    int before = (int) WORD.getAndSet(this, OUT); // if the watch looks, it sees that it is too late
    if (before == HURRY) {
      Lookout.end(); // the others have their turns now, and nobody will take it back
    }
  }

  /** By its thread, which holds the baton again. */
  void comeBack() {
    call = "";
    WORD.setVolatile(this, RUNS);
  }

  @Override
  protected void returned() {
    if (unhurry()) {
      baton.giveTurns(this);
    } else if (!WORD.compareAndSet(this, ASKED, RUNS) && (int) WORD.getVolatile(this) == OUT) {
      baton.regain(this);
    }
  }

  // ---- while it is out -----------------------------------------------------------------------

  @Override
  void await(HomingStrand task) {
    goOut();
    baton.pause(this, task);
    comeBack();
  }

  @Override
  String state() {
    String in = call;
    return in.isEmpty() ? "ready" : "blocked in " + in;
  }

  /** It is out with {@code task}, in a call that Weft does not know. */
  synchronized void setAway(Task<?> task, String inCall) {
    away = task;
    call = inCall;
    interruptedByInterrupt = false;
    interruptedBySignal = false;
  }

  @Override
  synchronized void interrupt(HomingStrand task, boolean byInterrupt) {
    if (away == task) {
      interruptedByInterrupt |= byInterrupt;
      interruptedBySignal |= !byInterrupt;
      thread().interrupt();
    }
  }

  /**
   * By its thread, when the call has ended: nobody interrupts it any more, and what is left of an
   * interrupt is the task's.
   *
   * @return the task that it was out with
   */
  Task<?> endCall() {
    Task<?> task;
    boolean pending;
    boolean asked;
    boolean signalled;
    synchronized (this) {
      task = away;
      away = null;
      pending = Thread.interrupted();
      asked = interruptedByInterrupt;
      signalled = interruptedBySignal;
    }
    if (!pending && asked) {
      task.forgetInterrupt(); // the call has thrown it
    } else if (pending && !asked && !signalled) {
      task.interrupt(); // somebody meant the task
    }
    return task;
  }
}
