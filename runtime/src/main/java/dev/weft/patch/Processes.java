package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Stands for {@link Process#waitFor()}: a task waits for {@link Process#onExit}. Processes that are
 * not the JDK's own are waited for in their own way. Threads: any.
 */
public final class Processes {
  private static final Occurrences<Process> ENDS =
      new Occurrences<>(
          "the end of process",
          (process, end) -> process.onExit().whenComplete((ended, thrown) -> end.happen()));

  private Processes() {}

  /** Stands for {@link Process#waitFor()}. */
  @Suspendable
  public static int waitFor(Process process) throws InterruptedException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand != null && isOfJdk(process) && process.isAlive()) {
      boolean ended = ENDS.of(process).await(strand, Waiter.FOREVER);
      assert ended;
    }
    return process.waitFor();
  }

  /** Stands for {@link Process#waitFor(long, TimeUnit)}. */
  @Suspendable
  public static boolean waitFor(Process process, long timeout, TimeUnit unit)
      throws InterruptedException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null || timeout <= 0 || !isOfJdk(process) || !process.isAlive()) {
      return process.waitFor(timeout, unit);
    }
    return ENDS.of(process).await(strand, Times.limited(unit.toNanos(timeout)));
  }

  /** Stands for {@code Process.waitFor(Duration)}, which came with JDK 24. */
  @Suspendable
  public static boolean waitFor(Process process, Duration duration) throws InterruptedException {
    return waitFor(process, TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS);
  }

  private static boolean isOfJdk(Process process) {
    return process.getClass().getClassLoader() == null;
  }
}
