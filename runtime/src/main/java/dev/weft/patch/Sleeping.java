package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Stands for {@link Thread#sleep(long)} and {@link TimeUnit#sleep}. A task sleeps by the clock of
 * its scheduler. Threads: any.
 */
public final class Sleeping {
  private static final int NANOS_PER_MILLI = 1_000_000;

  private static final Blocker SLEEP =
      new Blocker() {
        @Override
        public String toString() {
          return "Thread.sleep";
        }
      };

  private Sleeping() {}

  /** Stands for {@link Thread#sleep(long)}. */
  @Suspendable
  public static void sleep(long millis) throws InterruptedException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null) {
      Thread.sleep(millis);
    } else {
      sleepNanos(strand, Times.nanos(millis, 0));
    }
  }

  /** Stands for {@link Thread#sleep(long, int)}. */
  @Suspendable
  public static void sleep(long millis, int nanos) throws InterruptedException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null) {
      Thread.sleep(millis, nanos);
    } else {
      sleepNanos(strand, Times.nanos(millis, nanos));
    }
  }

  /** Stands for {@code Thread.sleep(Duration)}, which came with JDK 19. */
  @Suspendable
  public static void sleep(Duration duration) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(duration);
    if (nanos < 0) {
      return;
    }
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null) {
      Thread.sleep(nanos / NANOS_PER_MILLI, (int) (nanos % NANOS_PER_MILLI));
    } else {
      sleepNanos(strand, nanos);
    }
  }

  /** Stands for {@link TimeUnit#sleep}. */
  @Suspendable
  public static void sleep(TimeUnit unit, long timeout) throws InterruptedException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null || timeout <= 0) {
      unit.sleep(timeout);
    } else {
      sleepNanos(strand, unit.toNanos(timeout));
    }
  }

  @Suspendable
  private static void sleepNanos(Strand strand, long nanos) throws InterruptedException {
    try {
      if (nanos == 0) {
        Object uninterrupted = Strand.currentUninterrupted();
        assert uninterrupted == strand;
        Task.yieldNow();
      } else {
        boolean woken = new Waiter(strand, SLEEP).await(Times.limited(nanos));
        assert !woken;
      }
    } catch (InterruptedException e) {
      throw e.getMessage() == null ? asTheJdkSays(e) : e;
    }
  }

  private static InterruptedException asTheJdkSays(InterruptedException original) {
    InterruptedException interrupted = new InterruptedException("sleep interrupted");
    interrupted.setStackTrace(original.getStackTrace());
    return interrupted;
  }
}
