package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;

/**
 * A place where a number of tasks or threads wait for each other, again and again.
 *
 * <p>The last one to come runs the action, if there is one, and lets all go on. When one of those
 * who wait gives up, because its time is up or it is interrupted or killed, the barrier is broken
 * for all, until it is {@linkplain #reset reset}.
 *
 * <pre>
 * round   | meaning                       | the last comes | one gives up | abort, reset
 * FILLING | some are missing              | -> FULL        | -> BROKEN    | -> BROKEN
 * FULL    | all are here, the action runs | a new round    | waits on     | no effect
 * OPEN    | they go on                    | from FULL, when the action has returned
 * BROKEN  | they throw                    | from FULL, when the action has thrown
 * </pre>
 *
 * <p>Threads: any. After Python's {@code threading.Barrier}; its exception is the one of {@link
 * java.util.concurrent.CyclicBarrier}.
 */
public final class Barrier implements Blocker {
  private enum Phase {
    FILLING,
    FULL,
    OPEN,
    BROKEN
  }

  private final int parties;
  private final SuspendableRunnable action;
  private final String name;

  /** Guards the rounds and what is in them. */
  private final Object guard = new Object();

  private Round round = new Round();
  private boolean broken;

  /** Those who go on together. */
  private final class Round {
    final WaitQueue queue = new WaitQueue(guard);
    Phase phase = Phase.FILLING;
    int arrived;
  }

  /**
   * A barrier without an action.
   *
   * @throws IllegalArgumentException if {@code parties} is not positive
   */
  public Barrier(int parties) {
    this(parties, () -> {});
  }

  /** A barrier whose last comer runs {@code action} before all go on. */
  public Barrier(int parties, SuspendableRunnable action) {
    this(parties, action, null);
  }

  /** The same, with the name that dumps and messages show. */
  public Barrier(int parties, SuspendableRunnable action, String name) {
    if (parties < 1) {
      throw new IllegalArgumentException("a barrier for " + parties + " parties");
    }
    this.parties = parties;
    this.action = Objects.requireNonNull(action, "action");
    this.name = name;
  }

  // ---- waiting -------------------------------------------------------------------------------

  /**
   * Waits for the others.
   *
   * @return which one the caller was to come in this round, from 0
   * @throws BrokenBarrierException if the barrier is broken, or breaks meanwhile
   */
  @Suspendable
  public int await() throws InterruptedException, BrokenBarrierException {
    return awaitWithin(Waiter.FOREVER);
  }

  /** The same; the barrier breaks when {@code timeout} has passed. */
  @Suspendable
  public int await(Duration timeout) throws InterruptedException, BrokenBarrierException {
    return awaitWithin(Limit.nanos(timeout));
  }

  @Suspendable
  private int awaitWithin(long nanos) throws InterruptedException, BrokenBarrierException {
    Waiter waiter = Waiter.of(this);
    Round mine = arrive(waiter);
    int index = (Integer) waiter.value();
    if (index == parties - 1) {
      runAction(mine);
    } else {
      awaitOthers(mine, waiter, nanos);
    }
    return index;
  }

  /** Enters the round; the last one is not put in its queue. */
  private Round arrive(Waiter waiter) throws InterruptedException, BrokenBarrierException {
    synchronized (guard) {
      if (broken) {
        throw brokenBarrier();
      }
      try {
        Object ignored = Strand.currentUninterrupted();
      } catch (InterruptedException e) {
        breakRounds();
        throw e;
      }
      Round mine = round;
      waiter.offer(mine.arrived);
      mine.arrived++;
      if (mine.arrived == parties) {
        mine.phase = Phase.FULL;
        round = new Round();
      } else {
        mine.queue.add(waiter);
      }
      return mine;
    }
  }

  @Suspendable
  private void runAction(Round mine) {
    boolean done = false;
    try {
      action.run();
      done = true;
    } catch (Exception e) {
      throw Throwing.sneaky(e);
    } finally {
      end(mine, done);
    }
  }

  @Suspendable
  private void awaitOthers(Round mine, Waiter first, long nanos)
      throws InterruptedException, BrokenBarrierException {
    boolean ended = false;
    try {
      boolean woken = first.await(nanos);
      ended = true;
      if (!woken) {
        giveUp(mine);
        Waiter again = Waiter.of(this);
        if (enterFull(mine, again)) { // all were here in time; only the action still runs
          boolean over = again.await(Waiter.FOREVER);
          assert over;
        }
      }
    } finally {
      if (!ended) {
        giveUp(mine);
      }
    }
    if (isBroken(mine)) {
      throw brokenBarrier();
    }
  }

  /** One who waited does not wait any more. */
  private void giveUp(Round mine) {
    synchronized (guard) {
      if (mine.phase == Phase.FILLING) {
        breakRounds();
      }
    }
  }

  private boolean enterFull(Round mine, Waiter waiter) {
    synchronized (guard) {
      if (mine.phase != Phase.FULL) {
        return false;
      }
      mine.queue.add(waiter);
      return true;
    }
  }

  private boolean isBroken(Round mine) {
    synchronized (guard) {
      return mine.phase == Phase.BROKEN;
    }
  }

  /** The action has run. */
  private void end(Round mine, boolean done) {
    synchronized (guard) {
      if (!done) {
        breakRounds();
      }
      mine.phase = done ? Phase.OPEN : Phase.BROKEN;
      mine.queue.wakeAll();
    }
  }

  // ---- breaking it ---------------------------------------------------------------------------

  /** Breaks the barrier: those who wait, and who come before a reset, get an exception. */
  public void abort() {
    synchronized (guard) {
      breakRounds();
    }
  }

  /** Makes it as new. Those who wait get an exception. */
  public void reset() {
    synchronized (guard) {
      if (round.arrived > 0) {
        breakRounds();
      }
      broken = false;
    }
  }

  /** Under the guard: breaks the round that fills, and leaves an empty one. */
  private void breakRounds() {
    Round old = round;
    broken = true;
    old.phase = Phase.BROKEN;
    old.queue.wakeAll();
    round = new Round();
  }

  private BrokenBarrierException brokenBarrier() {
    return new BrokenBarrierException(this + " is broken; reset() makes it usable again");
  }

  // ---- questions -----------------------------------------------------------------------------

  /** Whether it is broken. */
  public boolean isBroken() {
    synchronized (guard) {
      return broken;
    }
  }

  /** For how many it is. */
  public int parties() {
    return parties;
  }

  /** How many wait for the others. A snapshot. */
  public int waiting() {
    synchronized (guard) {
      return round.arrived;
    }
  }

  @Override
  public String toString() {
    return Blocker.describe(this, name);
  }
}
