package dev.weft.waiting;

import java.util.Objects;

/**
 * The thread that a strand is to code that asks for the current one. It is never started; it stands
 * for the strand as the owner of locks, as whom to unpark and to interrupt, and keeps its thread
 * locals while the strand does not run.
 */
public final class StrandThread extends Thread implements OwnThread {
  private final Strand strand;
  private final Permit permit = new Permit();

  /** Whether its locals are those of a thread, which will have them back. */
  private boolean lent;

  /**
   * The thread of a strand.
   *
   * @param inherits whether it gets the inheritable thread locals of the calling code
   */
  StrandThread(Strand strand, String name, boolean inherits) {
    super(null, null, Objects.requireNonNull(name), 0, inherits);
    this.strand = strand;
  }

  @Override
  public boolean isLent() {
    return lent;
  }

  void setLent(boolean isLent) {
    lent = isLent;
  }

  /** Whom it stands for. */
  public Strand strand() {
    return strand;
  }

  @Override
  public Thread thread() {
    return this;
  }

  @Override
  public Permit permit() {
    return permit;
  }

  /** Interrupts the strand. */
  @Override
  public void interrupt() {
    strand.interruptByThread();
  }

  @Override
  public boolean isInterrupted() {
    return strand.isInterrupted();
  }

  @Override
  public State getState() {
    if (strand.isFinished()) {
      return State.TERMINATED;
    }
    return strand.waiter() == null ? State.RUNNABLE : State.WAITING;
  }

  @Override
  public StackTraceElement[] getStackTrace() {
    return strand.ownTrace();
  }

  @Override
  public void run() {
    throw new IllegalStateException(this + " stands for a task and cannot be run");
  }

  @Override
  public String toString() {
    return strand.toString();
  }
}
