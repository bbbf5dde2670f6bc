package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Expiring;
import dev.weft.waiting.Limit;
import dev.weft.waiting.LocatedSignal;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * A limit on the time that a task spends in a piece of code, whatever that code waits for.
 *
 * <pre>{@code
 * String page = Timeout.call(Duration.ofSeconds(2), () -> fetch(url)); // or a TimeoutException
 * }</pre>
 *
 * <p>When the time is up, a {@link Signal} is raised where the task waits, or waits next. It is an
 * {@link Error}, so that {@code catch (Exception)} in the code does not swallow it. {@link #call}
 * turns its own signal, told apart by identity, into a {@link TimeoutException}; an outer one
 * passes through. Code that never waits is never interrupted.
 *
 * <p>After gevent's Timeout. Threads: used by the task that starts it.
 */
public final class Timeout implements AutoCloseable {
  private final long nanos;
  private Timer timer;
  private boolean closed;
  private boolean expired;

  private Timeout(Duration limit) {
    nanos = limit == null ? -1 : Limit.nanos(limit, "limit");
  }

  /** A timeout that has not been started; null for one that never expires. */
  public static Timeout of(Duration limit) {
    return new Timeout(limit);
  }

  /** A started timeout, for try-with-resources: the body sees its {@link Signal}. */
  public static Timeout start(Duration limit) {
    Timeout timeout = of(limit);
    timeout.start();
    return timeout;
  }

  /**
   * Runs {@code body} under a limit.
   *
   * @throws TimeoutException if this limit, and not an inner or outer one, was exceeded
   * @throws Exception what the body throws
   */
  @Suspendable
  public static <T> T call(Duration limit, SuspendableCallable<T> body) throws Exception {
    Timeout timeout = of(limit);
    try {
      return timeout.around(body);
    } catch (Signal signal) {
      throw signal.asException(timeout);
    }
  }

  /**
   * Runs {@code body} under a limit, and answers {@code otherwise} when the limit was exceeded.
   *
   * @throws Exception what the body throws
   */
  @Suspendable
  public static <T> T callOrElse(Duration limit, T otherwise, SuspendableCallable<T> body)
      throws Exception {
    Timeout timeout = of(limit);
    try {
      return timeout.around(body);
    } catch (Signal signal) {
      if (signal.timeout() != timeout) {
        throw signal;
      }
      return otherwise;
    }
  }

  @Suspendable
  private <T> T around(SuspendableCallable<T> body) throws Exception {
    Objects.requireNonNull(body, "body");
    start();
    try {
      return body.call();
    } catch (InterruptedException e) {
      throw Throwing.sneaky(interruption(e));
    } finally {
      close();
    }
  }

  /** A call that blocks the thread, or a wait of the JDK's, ends by an interrupt. */
  private Throwable interruption(InterruptedException exception) {
    Throwable raised = Task.require("Timeout.call").raisedAs(exception);
    if (raised != exception) {
      return raised;
    }
    Signal signal = timer == null ? null : timer.signal;
    if (signal == null || timer.task.isInterrupted()) {
      return exception;
    }
    signal.addSuppressed(exception);
    return signal;
  }

  /**
   * Starts the time. A cancelled timeout can be started again.
   *
   * @throws IllegalStateException if it is started or closed, or no task runs the calling code
   */
  public void start() {
    if (closed) {
      throw new IllegalStateException(this + " is closed; make a new one");
    }
    if (timer != null) {
      throw new IllegalStateException(this + " is already started; cancel it first");
    }
    Task<?> task = Task.require("Timeout.start");
    expired = false;
    timer = new Timer(this, task);
    if (nanos >= 0) {
      task.countTimeout(1);
      task.scheduler().startTimer(timer, nanos);
    }
  }

  /** Stops the time; a signal that was not raised yet will not be. */
  public void cancel() {
    if (timer != null) {
      expired = timer.signal != null;
      timer.stop();
      if (nanos >= 0) {
        timer.task.countTimeout(-1);
      }
      timer = null;
    }
  }

  /** Stops it for good. */
  @Override
  public void close() {
    cancel();
    closed = true;
  }

  /** Whether it is started, and its time not up. */
  public boolean isPending() {
    return timer != null && !timer.isOver();
  }

  /** Whether the time was up before it was stopped. */
  public boolean isExpired() {
    return timer == null ? expired : timer.signal != null;
  }

  @Override
  public String toString() {
    return nanos < 0 ? "Timeout without limit" : "Timeout of " + nanos / 1e9 + " seconds";
  }

  /** One start of a timeout. */
  private static final class Timer implements Expiring {
    private final Timeout timeout;
    private final Task<?> task;
    private volatile boolean stopped;
    private volatile Signal signal;

    Timer(Timeout timeout, Task<?> task) {
      this.timeout = timeout;
      this.task = task;
    }

    @Override
    public synchronized void expire() {
      if (!stopped) {
        Signal raised = new Signal(timeout, timeout.nanos);
        signal = raised;
        task.raise(raised);
      }
    }

    /** Takes no lock: who asks may hold that of all timers. */
    @Override
    public boolean isOver() {
      return stopped || signal != null;
    }

    void stop() {
      if (stopInTime() && timeout.nanos >= 0) {
        task.scheduler().forgetTimer(); // which takes the lock of all timers
      }
    }

    private synchronized boolean stopInTime() {
      boolean inTime = !stopped && signal == null;
      if (signal != null) {
        task.withdraw(signal);
      }
      stopped = true;
      return inTime;
    }
  }

  /** What a timeout raises inside the code it limits. */
  public static final class Signal extends Error implements LocatedSignal {
    private static final long serialVersionUID = 1L;

    private final transient Timeout timeout;

    Signal(Timeout timeout, long nanos) {
      super(nanos / 1e9 + " seconds", null, true, true);
      this.timeout = timeout;
    }

    /** The timeout that raised it. */
    public Timeout timeout() {
      return timeout;
    }

    private TimeoutException asException(Timeout asking) {
      if (timeout != asking) {
        throw this;
      }
      TimeoutException exception = new TimeoutException(getMessage());
      exception.initCause(this);
      return exception;
    }
  }
}
