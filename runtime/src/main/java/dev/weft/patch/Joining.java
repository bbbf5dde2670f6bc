package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.waiting.AdoptedThread;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Stands for {@link Thread#join()} and {@link TimeUnit#timedJoin}. Threads: any. */
public final class Joining {
  private Joining() {}

  /** Stands for {@link Thread#join()}. */
  @Suspendable
  public static void join(Thread thread) throws InterruptedException {
    join(thread, 0);
  }

  /** Stands for {@link Thread#join(long)}. */
  @Suspendable
  public static void join(Thread thread, long millis) throws InterruptedException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null && AdoptedThread.strandOrNull(thread) == null) {
      thread.join(millis);
    } else {
      await(strand, thread, Times.nanos(millis, 0));
    }
  }

  /** Stands for {@link Thread#join(long, int)}. */
  @Suspendable
  public static void join(Thread thread, long millis, int nanos) throws InterruptedException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null && AdoptedThread.strandOrNull(thread) == null) {
      thread.join(millis, nanos);
    } else {
      await(strand, thread, Times.nanos(millis, nanos));
    }
  }

  /** Stands for {@code Thread.join(Duration)}, which came with JDK 19. */
  @Suspendable
  public static boolean join(Thread thread, Duration duration) throws InterruptedException {
    Objects.requireNonNull(duration);
    if (thread.getState() == Thread.State.NEW) {
      throw new IllegalThreadStateException("Thread not started");
    }
    long nanos = TimeUnit.NANOSECONDS.convert(duration);
    if (nanos > 0) {
      timedJoin(TimeUnit.NANOSECONDS, thread, nanos);
    }
    return thread.getState() == Thread.State.TERMINATED;
  }

  /** Stands for {@link TimeUnit#timedJoin}. */
  @Suspendable
  public static void timedJoin(TimeUnit unit, Thread thread, long timeout)
      throws InterruptedException {
    Strand strand = Strand.ofCallerOrNull();
    if (timeout <= 0 || (strand == null && AdoptedThread.strandOrNull(thread) == null)) {
      unit.timedJoin(thread, timeout);
    } else {
      await(strand, thread, Math.max(1, unit.toNanos(timeout)));
    }
  }

  /**
   * Waits for the end of a thread.
   *
   * @param nanos zero for no limit
   */
  @Suspendable
  private static void await(Strand strand, Thread thread, long nanos) throws InterruptedException {
    if (AdoptedThread.strandOrNull(thread) instanceof Task<?> task) {
      if (task == strand) {
        awaitItself(task, nanos);
      } else {
        awaitTask(task, nanos);
      }
      return;
    }
    if (!thread.isAlive()) {
      return;
    }
    Occurrence end = ThreadEnds.of(thread);
    if (end == null) {
      TimeUnit.NANOSECONDS.timedJoin(thread, nanos == 0 ? Long.MAX_VALUE : nanos);
      return;
    }
    boolean ended = end.await(strand, nanos == 0 ? Waiter.FOREVER : Times.limited(nanos));
    assert !ended || !thread.isAlive();
  }

  /** Only the limit, or an interrupt, ends this. */
  @Suspendable
  private static void awaitItself(Strand strand, long nanos) throws InterruptedException {
    boolean ended =
        new Occurrence("its own end")
            .await(strand, nanos == 0 ? Waiter.FOREVER : Times.limited(nanos));
    assert !ended;
  }

  @Suspendable
  private static void awaitTask(Task<?> task, long nanos) throws InterruptedException {
    if (nanos == 0) {
      task.join();
    } else {
      task.join(Duration.ofNanos(nanos));
    }
  }
}
