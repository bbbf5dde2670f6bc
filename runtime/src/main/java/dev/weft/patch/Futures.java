package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stands for {@link Future#get()} and {@link CompletableFuture#join}. A task waits
 *
 * <ul>
 *   <li>for a {@code CompletableFuture} until it tells that it is complete;
 *   <li>for a {@code FutureTask}, which tells nobody, by a helper thread;
 *   <li>for any other future in that one's own way: by its woven twin, if it has one, else by
 *       blocking the carrier.
 * </ul>
 *
 * <p>Subclasses that override what this relies on are other futures. Threads: any.
 */
public final class Futures {
  private static final Occurrences<CompletableFuture<?>> COMPLETIONS =
      new Occurrences<>(
          "the completion of CompletableFuture",
          (future, end) -> future.whenComplete((value, thrown) -> end.happen()));

  /** Whether the methods that matter are the JDK's. */
  private static final ClassValue<Boolean> AS_IN_JDK =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          Class<?> jdk =
              FutureTask.class.isAssignableFrom(type) ? FutureTask.class : CompletableFuture.class;
          return type == jdk || !overrides(type, jdk);
        }
      };

  private Futures() {}

  private static boolean overrides(Class<?> type, Class<?> jdk) {
    return Arrays.stream(type.getMethods())
        .filter(
            method ->
                switch (method.getName()) {
                  case "get", "join", "whenComplete", "isDone", "equals", "hashCode" -> true;
                  default -> false;
                })
        .anyMatch(
            method ->
                method.getDeclaringClass() != Object.class
                    && method.getDeclaringClass() != jdk
                    && !method.getDeclaringClass().isInterface());
  }

  // ---- without limit -------------------------------------------------------------------------

  /** Stands for {@link Future#get()}. */
  @Suspendable
  public static Object get(Future<?> future) throws InterruptedException, ExecutionException {
    if (future instanceof CompletableFuture<?> completable) {
      return get(completable);
    }
    if (future instanceof FutureTask<?> task) {
      return get(task);
    }
    return future.get();
  }

  /** Stands for {@link CompletableFuture#get()}. */
  @Suspendable
  public static Object get(CompletableFuture<?> future)
      throws InterruptedException, ExecutionException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand != null && isPending(future)) {
      boolean completed = COMPLETIONS.of(future).await(strand, Waiter.FOREVER);
      assert completed;
    }
    return future.get();
  }

  /** Stands for {@link FutureTask#get()}. */
  @Suspendable
  public static Object get(FutureTask<?> task) throws InterruptedException, ExecutionException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand != null && isPending(task)) {
      Helped helped = Helped.start("the end of " + task, task::get);
      if (helped != null) {
        boolean ended = helped.await(strand, Waiter.FOREVER);
        assert ended;
      }
    }
    return task.get();
  }

  /** Stands for {@link CompletableFuture#join}. */
  @Suspendable
  public static Object join(CompletableFuture<?> future) {
    Strand strand = Strand.ofCallerOrNull();
    if (strand != null && isPending(future)) {
      COMPLETIONS.of(future).awaitUninterruptibly(strand);
    }
    return future.join();
  }

  // ---- with a limit --------------------------------------------------------------------------

  /** Stands for {@link Future#get(long, TimeUnit)}. */
  @Suspendable
  public static Object get(Future<?> future, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (future instanceof CompletableFuture<?> completable) {
      return get(completable, timeout, unit);
    }
    if (future instanceof FutureTask<?> task) {
      return get(task, timeout, unit);
    }
    return future.get(timeout, unit);
  }

  /** Stands for {@link CompletableFuture#get(long, TimeUnit)}. */
  @Suspendable
  public static Object get(CompletableFuture<?> future, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null || !isPending(future)) {
      return future.get(timeout, unit);
    }
    long nanos = unit.toNanos(timeout);
    if (!COMPLETIONS.of(future).await(strand, Times.limited(nanos))) {
      throw new TimeoutException();
    }
    return future.get();
  }

  /** Stands for {@link FutureTask#get(long, TimeUnit)}. */
  @Suspendable
  public static Object get(FutureTask<?> task, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Strand strand = Strand.ofCallerOrNull();
    if (strand == null || !isPending(task)) {
      return task.get(timeout, unit);
    }
    Object uninterrupted = Strand.currentUninterrupted();
    assert uninterrupted == strand;
    long nanos = unit.toNanos(timeout);
    Helped helped = nanos > 0 ? Helped.start("the end of " + task, task::get) : null;
    if (helped == null) {
      return task.get(timeout, unit);
    }
    if (!helped.await(strand, Times.limited(nanos))) {
      throw new TimeoutException();
    }
    return task.get();
  }

  /** Whether it is not done, and the JDK's own. */
  private static boolean isPending(Future<?> future) {
    return AS_IN_JDK.get(future.getClass()) && !future.isDone();
  }
}
