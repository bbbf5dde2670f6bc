package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Throwing;
import dev.weft.hub.Task;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Strand;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A call that is made after a time, unless it is cancelled before.
 *
 * <p>Started by a task it is a task of the same hub, started by a thread it is a thread. Threads:
 * any. After Python's {@code threading.Timer}.
 *
 * <pre>
 * state     | start   | the time is up | cancel
 * NEW       | WAITING |                | CANCELLED
 * WAITING   | error   | FIRED          | CANCELLED
 * FIRED     | error   |                | false
 * CANCELLED | error   | stays          | false
 * </pre>
 */
public final class Timer implements Blocker {
  private static final int NEW = 0;
  private static final int WAITING = 1;
  private static final int FIRED = 2;
  private static final int CANCELLED = 3;

  private final Duration delay;
  private final SuspendableRunnable body;
  private final AtomicInteger state = new AtomicInteger(NEW);
  private final Event cancelled = new Event("cancelled");
  private final Latch ended = new Latch(1, "end of a timer");

  /** Who waits and calls, when it is a task. */
  private volatile Task<Void> task;

  /**
   * A timer that has not been started.
   *
   * @throws IllegalArgumentException if {@code delay} is negative
   */
  public Timer(Duration delay, SuspendableRunnable body) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay is negative: " + delay);
    }
    this.delay = delay;
    this.body = Objects.requireNonNull(body, "body");
  }

  /** A timer that runs from now on. */
  public static Timer start(Duration delay, SuspendableRunnable body) {
    Timer timer = new Timer(delay, body);
    timer.start();
    return timer;
  }

  /**
   * Starts the time.
   *
   * @throws IllegalStateException if it was started or cancelled before
   */
  public void start() {
    if (!state.compareAndSet(NEW, WAITING)) {
      throw new IllegalStateException(this + " can be started once only; make a new one");
    }
    if (Strand.currentOrThread() instanceof Strand) {
      Task<Void> waiting = Task.with().name("timer").delay(delay).spawn(this::fire);
      task = waiting; // before it can fire: it runs on the hub of the caller
      if (state.get() == CANCELLED) {
        waiting.killAsync();
      }
    } else {
      new Thread(this::runThread, "weft-timer").start();
    }
  }

  private void runThread() {
    try {
      if (!cancelled.await(delay)) {
        fire();
      }
    } catch (Exception e) {
      throw Throwing.sneaky(e);
    } finally {
      ended.countDown();
    }
  }

  @Suspendable
  private void fire() throws Exception {
    if (state.compareAndSet(WAITING, FIRED)) {
      body.run();
    }
  }

  /**
   * Prevents the call.
   *
   * @return false if it was made or prevented before
   */
  public boolean cancel() {
    for (; ; ) {
      int seen = state.get();
      if (seen > WAITING) {
        return false;
      }
      if (state.compareAndSet(seen, CANCELLED)) {
        cancelled.set();
        Task<Void> waiting = task;
        if (waiting != null) {
          waiting.killAsync();
        }
        if (seen == NEW) {
          ended.countDown();
        }
        return true;
      }
      // started or fired meanwhile
    }
  }

  /** Whether the call was begun. */
  public boolean isFired() {
    return state.get() == FIRED;
  }

  /**
   * Waits until the call has returned, or was prevented.
   *
   * @throws IllegalStateException if it was not started
   */
  @Suspendable
  public void join() throws InterruptedException {
    boolean over = joinWithin(Duration.ofNanos(Long.MAX_VALUE));
    assert over;
  }

  /**
   * Waits no longer than {@code timeout}.
   *
   * @return whether the call has returned, or was prevented
   */
  @Suspendable
  public boolean join(Duration timeout) throws InterruptedException {
    return joinWithin(timeout);
  }

  @Suspendable
  private boolean joinWithin(Duration timeout) throws InterruptedException {
    if (state.get() == NEW) {
      throw new IllegalStateException(this + " cannot be joined before it is started");
    }
    Task<Void> waiting = task;
    if (waiting == null) {
      return ended.await(timeout);
    }
    waiting.join(timeout); // not the latch: a task that is killed before it begins counts nothing
    return waiting.isDone();
  }

  @Override
  public List<?> holders() {
    Task<Void> waiting = task;
    return waiting == null ? List.of() : List.of(waiting);
  }

  @Override
  public String toString() {
    return "Timer of " + delay;
  }
}
