package dev.weft.hub;

import dev.weft.waiting.Poller;
import dev.weft.waiting.Pollers;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How who holds the baton of a hub rests when nothing is ready: parked; from when on a task has
 * waited for input or output, in a {@link Poller}, which it also looks at while others are always
 * ready.
 *
 * <p>Threads: the holder of the baton, but for what says otherwise.
 */
final class Rest {
  private final OutsideWork outsideWork = new OutsideWork();
  private final Baton baton;
  private volatile boolean idle;

  private volatile Poller poller;
  private boolean closed;
  private int steps;

  /** How many were woken when it last looked, and are perhaps still ready. */
  private int woken;

  Rest(Baton baton) {
    this.baton = baton;
  }

  /** Where its tasks wait for input and output. */
  Poller poller() {
    Poller made = poller;
    if (made == null) {
      made = closed ? Pollers.shared() : Pollers.open();
      poller = made;
    }
    return made;
  }

  /** Whether something outside may give it work, which no clock should overtake. */
  boolean isExpecting() {
    return outsideWork.isPending() || isExpectingIo();
  }

  /** Something outside will give it work, until closed. Any thread. */
  AutoCloseable expectOutside() {
    return outsideWork.begin(this::wakeUp);
  }

  /** Whether a task waits for input or output, which may come at any time. */
  private boolean isExpectingIo() {
    Poller made = poller;
    return made != null && made.isWaitedFor();
  }

  /** Waits for input, output, {@link #end}, or so long; not when {@code hasWork}. */
  void begin(long nanos, BooleanSupplier hasWork) {
    idle = true;
    if (!hasWork.getAsBoolean()) {
      if (isExpectingIo()) {
        woken = poller.poll(nanos);
      } else {
        LockSupport.parkNanos(this, nanos);
      }
    }
    idle = false;
    steps = 0;
  }

  /**
   * There is something to do. Any thread, and behind what {@code hasWork} asks for: then either it
   * sees that this is idle, or {@link #begin} sees the work.
   */
  void end() {
    if (idle) {
      wakeUp();
    }
  }

  /** Whoever rests, or is about to, shall look again what there is to do. Any thread. */
  private void wakeUp() {
    Poller made = poller;
    if (made != null) {
      made.wakeUp();
    }
    LockSupport.unpark(baton.thread());
  }

  /**
   * A task was run; after {@code turn} of them it is time to look for input and output, but not
   * before those had their turn that were woken by the last look: what has come for them would be
   * reported again, to nobody.
   */
  void afterStep(int turn) {
    if (++steps >= turn && steps >= woken) {
      steps = 0;
      woken = isExpectingIo() ? poller.poll(0) : 0;
    }
  }

  /** Behind the next step it is time: there may be no more than one in a long while. */
  void lookSoon() {
    steps = Math.max(steps, Integer.MAX_VALUE / 2);
  }

  /** Whether its thread rests. Any thread. */
  boolean isIdle() {
    return idle;
  }

  /** No task will wait any more. */
  void close() {
    closed = true;
    Poller made = poller;
    poller = null;
    if (made != null) {
      Pollers.close(made);
    }
  }
}
