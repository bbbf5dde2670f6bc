package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.waiting.Permit;
import dev.weft.waiting.Strand;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How the thread of a {@link java.util.Timer} waits when it is a task: not with the monitor of the
 * queue, but after it has left it. Who notifies the queue releases the task's permit, so that
 * nothing is missed in between. Called by the JDK's code, and the copy of it.
 */
public final class Timers {
  /** The permits of the tasks, by the queues that they wait for. */
  private static final Map<Object, Permit> WAITING = new WeakHashMap<>();

  private Timers() {}

  /** Leaves the monitor of a queue, to wait outside. */
  private static final class Later extends InterruptedException {
    private static final long serialVersionUID = 1L;

    private final transient Object queue;
    private final long nanos;

    Later(Object queue, long nanos) {
      this.queue = queue;
      this.nanos = nanos;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this; // nobody sees it
    }
  }

  /** Stands for {@link Object#wait()} in the copy. */
  public static void later(Object queue) throws InterruptedException {
    throw later(queue, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  /** Stands for {@link Object#wait(long)} in the copy. */
  public static void later(Object queue, long millis) throws InterruptedException {
    throw later(queue, millis, TimeUnit.MILLISECONDS);
  }

  private static Later later(Object queue, long time, TimeUnit unit) {
    synchronized (WAITING) {
      WAITING.put(queue, Strand.ofCallerOrNull().permit());
    }
    return new Later(queue, unit.toNanos(time));
  }

  /** What the copy does first when it has caught an interrupt, which may be to wait. */
  @Suspendable
  public static InterruptedException await(InterruptedException caught) {
    if (caught instanceof Later wait) {
      Strand strand = Strand.ofCallerOrNull();
      strand.permit().await(strand, wait.queue, wait.nanos);
      if (strand.testInterrupt()) {
        return caught; // the timer takes no notice of it
      }
    }
    return caught;
  }

  /** Stands for {@link Object#notify} in the JDK's code: somebody waits for the queue. */
  public static void notify(Object queue) {
    Permit permit;
    synchronized (WAITING) {
      permit = WAITING.get(queue);
    }
    if (permit != null) {
      permit.release();
    }
    queue.notify();
  }
}
