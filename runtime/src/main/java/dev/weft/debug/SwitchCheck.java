package dev.weft.debug;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.greenlet.Greenlet;
import dev.weft.greenlet.GreenletEvent;
import dev.weft.greenlet.GreenletTracer;
import dev.weft.hub.SwitchListener;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import dev.weft.waiting.Limit;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks that a piece of code lets others run, for tests and for debugging: code that computes, or
 * blocks its carrier, fails.
 *
 * <pre>{@code
 * SwitchCheck.any().run(() -> fetch(url)); // it must switch, once at least
 * SwitchCheck.any().within(Duration.ofMillis(50)).run(() -> parse(page)); // or every 50 ms
 * }</pre>
 *
 * <p>A switch is a stop of the running task (or, {@linkplain #hubOnly unless you say otherwise}, a
 * switch of its greenlets). Waits that block the carrier, because a plain frame keeps the task from
 * being suspended, are none, although others may go on, on a spare carrier. What others do while
 * the task is stopped does not count. An exception of the body is thrown as it is, and nothing is
 * checked. Checks can be nested, each has a count and a time of its own.
 *
 * <p>The time is that of the task's clock. After gevent's {@code assert_switches}. Threads: any; a
 * check can be used several times, and by several at once. Outside of tasks, where there is no hub,
 * only greenlets switch.
 */
public final class SwitchCheck {
  private static final double NANOS = 1e9;

  private final boolean hubOnly;

  /** How long the code may go on without a switch, in nanoseconds; -1 for: until it ends. */
  private final long limit;

  private SwitchCheck(boolean hubOnly, long limit) {
    this.hubOnly = hubOnly;
    this.limit = limit;
  }

  /** The code must switch once at least: its task stops, or its greenlet switches to another. */
  public static SwitchCheck any() {
    return new SwitchCheck(false, -1);
  }

  /** The code must let its hub run once at least; that its greenlets switch is not enough. */
  public static SwitchCheck hubOnly() {
    return new SwitchCheck(true, -1);
  }

  /**
   * The code may go on for {@code longest} without a switch; if it ends before, it need not switch.
   */
  public SwitchCheck within(Duration longest) {
    return new SwitchCheck(hubOnly, Limit.nanos(longest, "longest"));
  }

  /**
   * Runs {@code body} and checks it.
   *
   * @throws AssertionError if it did not switch, or for too long
   * @throws IllegalStateException if only a hub counts, and no task runs the calling code
   * @throws Exception what the body throws
   */
  @Suspendable
  public void run(SuspendableRunnable body) throws Exception {
    Objects.requireNonNull(body, "body");
    call(
        () -> {
          body.run();
          return null;
        });
  }

  /** The same for a body with a result. */
  @Suspendable
  public <T> T call(SuspendableCallable<T> body) throws Exception {
    Objects.requireNonNull(body, "body");
    Switches switches = new Switches();
    SuspendableCallable<T> checked = hubOnly ? body : () -> traced(switches, body);
    T result =
        hubOnly || Task.current().isPresent() ? Tasks.watching(switches, checked) : checked.call();
    switches.check(this);
    return result;
  }

  @Suspendable
  private static <T> T traced(Switches switches, SuspendableCallable<T> body) throws Exception {
    Tracer tracer = new Tracer(switches, Greenlet.tracer().orElse(null));
    Greenlet.setTracer(tracer);
    try {
      return body.call();
    } finally {
      tracer.end();
    }
  }

  @Override
  public String toString() {
    return "SwitchCheck"
        + (hubOnly ? " of the hub" : "")
        + (limit < 0 ? "" : " within " + limit / NANOS + " seconds");
  }

  /** The switches of one piece of code. */
  private static final class Switches implements SwitchListener {
    /** Null in plain code. */
    private final Task<?> task = Task.current().orElse(null);

    private int count;
    private long since = time();
    private long longest;

    /** Where the longest turn so far ended; null when nobody knows. */
    private StackTraceElement end;

    @Override
    public void stopped() {
      StackTraceElement[] trace = task.stackTrace();
      turn(trace.length == 0 ? null : trace[0]);
    }

    @Override
    public void resumed() {
      since = time();
    }

    /** A turn has ended. */
    void turn(StackTraceElement where) {
      count++;
      long now = time();
      if (now - since > longest) {
        longest = now - since;
        end = where;
      }
      since = now;
    }

    private long time() {
      return task == null ? System.nanoTime() : task.clockNanoTime();
    }

    void check(SwitchCheck wanted) {
      int switches = count;
      turn(null);
      if (wanted.limit < 0 ? switches == 0 : longest > wanted.limit) {
        throw new AssertionError(
            (task == null ? "the thread" : "Task \"" + task.name() + '"')
                + " did not switch for "
                + longest / NANOS
                + " seconds, "
                + (end == null ? "until the checked code ended" : "until it stopped at " + end)
                + (wanted.limit < 0 ? "" : "; " + wanted.limit / NANOS + " are allowed")
                + "; let it Task.yieldNow() now and then, or wait in a way that suspends it");
      }
    }
  }

  /** Counts switches between greenlets, and tells who traced before. */
  private static final class Tracer implements GreenletTracer {
    private final Switches switches;

    /** Null when nobody did. */
    private final GreenletTracer before;

    private boolean ended;

    Tracer(Switches switches, GreenletTracer before) {
      this.switches = switches;
      this.before = before;
    }

    @Override
    @Suspendable
    public void trace(GreenletEvent event, Greenlet origin, Greenlet target) throws Exception {
      if (!ended) {
        switches.turn(null);
      }
      if (before != null) {
        before.trace(event, origin, target);
      }
    }

    /** Others may have begun since, and not have ended: they end this one with themselves. */
    void end() {
      ended = true;
      Optional<GreenletTracer> now = Greenlet.tracer();
      GreenletTracer left = now.orElse(null);
      while (left instanceof Tracer tracer && tracer.ended) {
        left = tracer.before;
      }
      if (left == null) {
        Greenlet.clearTracer();
      } else {
        Greenlet.setTracer(left);
      }
    }
  }
}
