package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Stands for {@link ExecutorService#awaitTermination}: a helper thread waits in place of a task. A
 * {@link ForkJoinPool}, whose waiters may be made to work, and executors that are not the JDK's are
 * waited for in their own way. Threads: any.
 */
public final class Executors {
  private Executors() {}

  /** Stands for {@link ExecutorService#awaitTermination}. */
  @Suspendable
  public static boolean awaitTermination(ExecutorService executor, long timeout, TimeUnit unit)
      throws InterruptedException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null
        || timeout <= 0
        || executor.getClass().getClassLoader() != null
        || executor instanceof ForkJoinPool
        || executor.isTerminated()) {
      return executor.awaitTermination(timeout, unit);
    }
    long nanos = unit.toNanos(timeout);
    Helped helped =
        Helped.start("the termination of " + executor, () -> awaitWithoutLimit(executor));
    return helped == null
        ? executor.awaitTermination(timeout, unit)
        : helped.await(strand, Times.limited(nanos));
  }

  /** Stands for {@link ThreadPoolExecutor#awaitTermination}. */
  @Suspendable
  public static boolean awaitTermination(ThreadPoolExecutor executor, long timeout, TimeUnit unit)
      throws InterruptedException {
    return awaitTermination((ExecutorService) executor, timeout, unit);
  }

  private static void awaitWithoutLimit(ExecutorService executor) throws InterruptedException {
    while (!executor.awaitTermination(Waiter.FOREVER, TimeUnit.NANOSECONDS)) {
      assert !executor.isTerminated();
    }
  }
}
