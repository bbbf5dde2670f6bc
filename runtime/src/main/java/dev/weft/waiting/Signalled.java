package dev.weft.waiting;

import dev.weft.abi.Frame;
import dev.weft.abi.Throwing;
import dev.weft.continuation.Coroutine;
import java.util.ArrayDeque;

/**
 * The half of {@link Strand} that exceptions are raised in: kills, timeouts and interrupts, until
 * the code that runs in it takes them.
 */
abstract class Signalled extends Coroutine {
  /** What is to be raised in it, oldest first; null when nothing is. Guarded by {@code this}. */
  private ArrayDeque<Throwable> signals;

  /** Whether {@link #signals} has one, or the interrupt flag is set; read without the lock. */
  private volatile boolean signalled;

  private volatile boolean interrupted;

  /** Whether the first of {@link #signals} was shown as an interrupt. Guarded by {@code this}. */
  private boolean told;

  /** Whether the interrupt flag is set for that alone: then it goes when the signal does. */
  private boolean pretended;

  /**
   * Whether the code has taken an interrupt for a signal that was withdrawn, and may put it back.
   * Guarded by {@code this}.
   */
  private boolean owed;

  Signalled(Frame start) {
    super(start);
  }

  /** Ends its wait, if it waits, so that it finds what was raised. */
  abstract void raiseWaiter(boolean byInterrupt);

  /** Whether something may be pending, of whatever kind; read without a lock. */
  protected final boolean isSignalled() {
    return signalled;
  }

  /**
   * Throws {@code signal} where this strand waits; when it does not, where it waits next. Any
   * thread.
   */
  public final void raise(Throwable signal) {
    synchronized (this) {
      if (signals == null) {
        signals = new ArrayDeque<>(2);
      }
      signals.add(signal);
      told = false;
      signalled = true;
      raiseWaiter(false);
    }
  }

  /** Takes back what was raised; whether it was not thrown yet. By its own code. */
  public final boolean withdraw(Throwable signal) {
    if (!signalled) {
      return false;
    }
    synchronized (this) {
      boolean pending = signals != null && signals.removeIf(raised -> raised == signal);
      if (signals != null && signals.isEmpty()) {
        endPretence();
      }
      settle();
      return pending;
    }
  }

  /**
   * Takes back what a wait that goes on was raised in. If the code in it was shown an interrupt for
   * it, and has taken that, it is not to put it back.
   *
   * @return whether it was not thrown yet
   */
  public final boolean withdrawFromWait(Throwable signal) {
    synchronized (this) {
      boolean taken = told && !interrupted;
      boolean pending = withdraw(signal);
      owed = pending && taken;
      return pending;
    }
  }

  /** Sets the interrupt flag, and ends an interruptible wait. Any thread. */
  public final void interrupt() {
    synchronized (this) {
      pretended = false;
      interrupted = true;
      signalled = true;
      raiseWaiter(true);
    }
  }

  /**
   * Sets its own interrupt flag: again, if it has taken it and only puts it back, as
   * uninterruptible waits of the JDK do.
   */
  final void interruptItself() {
    synchronized (this) {
      if (told && !interrupted) {
        pretend();
      } else if (owed && !interrupted) {
        owed = false;
      } else {
        interrupt();
      }
    }
  }

  /** Whether the interrupt flag is set. */
  public final boolean isInterrupted() {
    return interrupted;
  }

  /** Takes the interrupt flag, and says whether it was set. For its own code. */
  public final boolean testInterrupt() {
    return takeInterrupt();
  }

  /** Takes the interrupt flag. */
  final boolean takeInterrupt() {
    if (!interrupted) {
      return false;
    }
    synchronized (this) {
      boolean taken = interrupted;
      interrupted = false;
      pretended = false;
      settle();
      return taken;
    }
  }

  private void settle() {
    signalled = interrupted || (signals != null && !signals.isEmpty());
  }

  /** Whether a wait of this kind would end with an exception. */
  final boolean hasSignal(WaitMode mode) {
    if (!signalled || mode == WaitMode.MASKED) {
      return false;
    }
    synchronized (this) {
      boolean raised = signals != null && !signals.isEmpty();
      return mode == WaitMode.PARKED
          ? interrupted || (raised && !told)
          : raised || (interrupted && mode == WaitMode.INTERRUPTIBLE);
    }
  }

  /** The exception with which a wait of this kind ends; null when there is none. */
  protected final Throwable takeSignal(WaitMode mode) {
    if (!signalled || mode == WaitMode.MASKED) {
      return null;
    }
    synchronized (this) {
      if (mode == WaitMode.PARKED) {
        tell();
        return null;
      }
      Throwable signal = signals == null ? null : signals.poll();
      if (signal != null) {
        endPretence();
      }
      if (signal == null && interrupted && mode == WaitMode.INTERRUPTIBLE) {
        interrupted = false;
        signal = new InterruptedException();
        signal.setStackTrace(trace()); // where it waits, not where it is woken
      }
      settle();
      if (signal instanceof LocatedSignal) {
        signal.setStackTrace(trace());
      }
      return signal;
    }
  }

  /**
   * Lets a signal look like an interrupt to code that only knows those, once: it will clean up and
   * throw, and the signal itself is thrown where the strand waits next.
   */
  private void tell() {
    if (!told && signals != null && !signals.isEmpty()) {
      told = true;
      if (!interrupted) {
        pretend();
      }
    }
  }

  private void pretend() {
    pretended = true;
    interrupted = true;
    signalled = true;
  }

  private void endPretence() {
    told = false;
    if (pretended) {
      pretended = false;
      interrupted = false;
    }
  }

  /**
   * What it ends with when its body throws {@code exception}: the signal for which it, or its
   * carrier that it blocked, was interrupted, if that is what it came to.
   */
  protected final Throwable causeOf(Throwable exception) {
    if (!(exception instanceof InterruptedException)) {
      return exception;
    }
    synchronized (this) {
      if (signals == null || signals.isEmpty()) {
        return exception;
      }
      Throwable signal = signals.poll();
      endPretence();
      settle();
      return signal;
    }
  }

  /** Throws what is to be raised, if anything. */
  protected final void throwSignal(WaitMode mode) {
    Throwable signal = takeSignal(mode);
    if (signal != null) {
      Throwing.sneaky(signal);
    }
  }
}
