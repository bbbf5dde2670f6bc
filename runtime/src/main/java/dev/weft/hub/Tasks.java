package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableConsumer;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * Waiting for several tasks. Two families: {@code joinAll}, {@code await} and {@code asCompleted}
 * only look on, and leave every task alone; {@code gather}, {@code race} and {@code killAll} take
 * the tasks over.
 *
 * <p>After gevent's joinall and iwait and asyncio's wait, gather and as_completed. Threads: any;
 * the tasks may be of any scheduler. Tasks suspend, threads block.
 */
public final class Tasks {
  /** What {@link #await(Collection, Until)} waits for. */
  public enum Until {
    /** The first end of a task. */
    FIRST_ENDED,
    /** The first failure; the end of all, if there is none. */
    FIRST_FAILED,
    /** The end of all. */
    ALL_ENDED
  }

  /**
   * The tasks that had ended when a wait was over, in the order in which they did, and the others.
   */
  public record Waited<T>(List<Task<T>> ended, List<Task<T>> pending) {}

  private Tasks() {}

  // ---- looking on ----------------------------------------------------------------------------

  /** Waits until all have ended, however they did. Returns them in the order in which they did. */
  @Suspendable
  public static <T> List<Task<T>> joinAll(Collection<? extends Task<? extends T>> tasks)
      throws InterruptedException {
    return join(Completions.ofAll(tasks, Waiter.FOREVER), Integer.MAX_VALUE, false);
  }

  /** The same, but no longer than {@code timeout}. Returns those that had ended then. */
  @Suspendable
  public static <T> List<Task<T>> joinAll(
      Collection<? extends Task<? extends T>> tasks, Duration timeout) throws InterruptedException {
    long nanos = Limit.nanos(timeout, "timeout");
    return join(Completions.ofAll(tasks, nanos), Integer.MAX_VALUE, false);
  }

  /** Waits until {@code count} of them have ended. Returns these in the order in which they did. */
  @Suspendable
  public static <T> List<Task<T>> joinFirst(
      int count, Collection<? extends Task<? extends T>> tasks) throws InterruptedException {
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    return join(Completions.of(tasks, Waiter.FOREVER), count, false);
  }

  /**
   * Waits until all have ended, or the first one fails; the others go on then.
   *
   * @throws RuntimeException sneakily: the first failure, as it is
   */
  @Suspendable
  public static <T> List<Task<T>> joinAllOrThrow(Collection<? extends Task<? extends T>> tasks)
      throws InterruptedException {
    return join(Completions.ofAll(tasks, Waiter.FOREVER), Integer.MAX_VALUE, true);
  }

  @Suspendable
  private static <T> List<Task<T>> join(Completions<T> completions, int count, boolean throwing)
      throws InterruptedException {
    List<Task<T>> ended = new ArrayList<>();
    try {
      while (ended.size() < count) {
        Task<T> next = completions.nextOrNull();
        if (next == null) {
          break;
        }
        ended.add(next);
        if (throwing && next.exception().isPresent()) {
          throw Throwing.sneaky(next.exception().get());
        }
      }
    } finally {
      completions.close();
    }
    return ended;
  }

  /**
   * Waits for the first end, the first failure, or the end of all. Neither throws nor kills.
   *
   * @throws IllegalArgumentException if there are no tasks
   */
  @Suspendable
  public static <T> Waited<T> await(Collection<? extends Task<? extends T>> tasks, Until until)
      throws InterruptedException {
    return await(tasks, until, Waiter.FOREVER);
  }

  /** The same, but no longer than {@code timeout}. */
  @Suspendable
  public static <T> Waited<T> await(
      Collection<? extends Task<? extends T>> tasks, Until until, Duration timeout)
      throws InterruptedException {
    return await(tasks, until, Limit.nanos(timeout, "timeout"));
  }

  @Suspendable
  private static <T> Waited<T> await(
      Collection<? extends Task<? extends T>> tasks, Until until, long nanos)
      throws InterruptedException {
    Objects.requireNonNull(until, "until");
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("there are no tasks to wait for");
    }
    Completions<T> completions =
        until == Until.FIRST_ENDED ? Completions.of(tasks, nanos) : Completions.ofAll(tasks, nanos);
    List<Task<T>> ended = new ArrayList<>();
    try {
      for (boolean enough = false; !enough; ) {
        Task<T> next = completions.nextOrNull();
        if (next != null) {
          ended.add(next);
        }
        enough = next == null || isEnough(next, until);
      }
      return new Waited<>(ended, completions.pending());
    } finally {
      completions.close();
    }
  }

  private static boolean isEnough(Task<?> ended, Until until) {
    return switch (until) {
      case FIRST_ENDED -> true;
      case FIRST_FAILED -> ended.exception().isPresent();
      case ALL_ENDED -> false;
    };
  }

  /**
   * The tasks in the order in which they end.
   *
   * <pre>{@code
   * for (Task<String> task : Tasks.asCompleted(tasks)) {
   *   System.out.println(task.resultNow());
   * }
   * }</pre>
   */
  public static <T> Completions<T> asCompleted(Collection<? extends Task<? extends T>> tasks) {
    return Completions.of(tasks, Waiter.FOREVER);
  }

  /** The same; once {@code timeout} is up, the iteration throws a {@link TimeoutException}. */
  public static <T> Completions<T> asCompleted(
      Collection<? extends Task<? extends T>> tasks, Duration timeout) {
    return Completions.of(tasks, Limit.nanos(timeout, "timeout"));
  }

  // ---- taking over ---------------------------------------------------------------------------

  /**
   * Waits for the results, and returns them in the order of the tasks. When one fails, its
   * exception is thrown at once, and the others <em>go on</em>; a {@link TaskGroup} would kill
   * them. When the waiting itself is ended, by a kill, a timeout or an interrupt, all are killed.
   *
   * @throws CancellationException if one was killed; the others go on
   * @throws RuntimeException sneakily: the first failure, as it is
   */
  @Suspendable
  public static <T> List<T> gather(Collection<? extends Task<? extends T>> tasks)
      throws InterruptedException {
    List<T> results = new ArrayList<>(tasks.size());
    for (Outcome<T> outcome : settle(List.copyOf(tasks), true)) {
      results.add(outcome.get());
    }
    return results;
  }

  /** The same. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  @Suspendable
  public static <T> List<T> gather(Task<? extends T>... tasks) throws InterruptedException {
    return gather(Arrays.asList(tasks));
  }

  /**
   * Waits until all have ended, and says how, in the order of the tasks. When the waiting itself is
   * ended, by a kill, a timeout or an interrupt, all are killed.
   */
  @Suspendable
  public static <T> List<Outcome<T>> settle(Collection<? extends Task<? extends T>> tasks)
      throws InterruptedException {
    return settle(List.copyOf(tasks), false);
  }

  @Suspendable
  private static <T> List<Outcome<T>> settle(
      List<? extends Task<? extends T>> tasks, boolean throwing) throws InterruptedException {
    Completions<T> completions = Completions.ofAll(tasks, Waiter.FOREVER);
    Throwable failure = null;
    try {
      while (failure == null) {
        Task<T> next = completions.nextOrNull();
        if (next == null) {
          break;
        }
        failure = throwing ? Outcome.of(next).exception() : null;
      }
    } catch (Throwable e) {
      tasks.forEach(Task::killAsync);
      throw e;
    } finally {
      completions.close();
    }
    if (failure != null) {
      throw Throwing.sneaky(failure);
    }
    List<Outcome<T>> outcomes = new ArrayList<>(tasks.size());
    for (Task<? extends T> task : tasks) {
      Outcome<? extends T> outcome = Outcome.of(task);
      outcomes.add(new Outcome<>(outcome.value(), outcome.exception()));
    }
    return outcomes;
  }

  /**
   * Waits for the first one to end, kills the others, and waits for their end too. To leave them
   * alone, use {@link #joinFirst} with a count of one.
   *
   * @return the result of the first one
   * @throws CancellationException if it was killed
   * @throws RuntimeException sneakily: the exception it ended with, as it is
   */
  @Suspendable
  public static <T> T race(Collection<? extends Task<? extends T>> tasks)
      throws InterruptedException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("there are no tasks to wait for");
    }
    List<Task<T>> first;
    try {
      first = joinFirst(1, tasks);
    } finally {
      killAll(tasks);
    }
    return Outcome.of(first.get(0)).get();
  }

  /** Kills all of them, and waits until they have ended. Those that have not begun never will. */
  @Suspendable
  public static void killAll(Collection<? extends Task<?>> tasks) throws InterruptedException {
    killAllAsync(tasks);
    joinAll(tasks);
  }

  /**
   * The same, but waits no longer than {@code timeout}.
   *
   * @throws TimeoutException if some have not ended then
   */
  @Suspendable
  public static void killAll(Collection<? extends Task<?>> tasks, Duration timeout)
      throws InterruptedException, TimeoutException {
    killAllAsync(tasks);
    int all = new LinkedHashSet<>(tasks).size();
    int ended = joinAll(tasks, timeout).size();
    if (ended < all) {
      throw new TimeoutException(
          all - ended + " of " + all + " killed tasks have not ended after " + timeout);
    }
  }

  /** Raises a {@link TaskExit} in all of them, and does not wait. */
  public static void killAllAsync(Collection<? extends Task<?>> tasks) {
    Task<?> running = Task.currentOrNull();
    boolean self = false;
    for (Task<?> task : new LinkedHashSet<>(tasks)) {
      if (task == running) {
        self = true;
      } else {
        task.killAsync();
      }
    }
    if (self) {
      running.killAsync(); // last: it does not return
    }
  }

  // ---- one task ------------------------------------------------------------------------------

  /**
   * Waits for the result of {@code task}, no longer than {@code limit}; when the time is up, kills
   * it and waits until it has cleaned up.
   *
   * @throws TimeoutException if it had no result in time
   * @throws CancellationException if somebody else killed it
   */
  @Suspendable
  public static <T> T resultWithin(Duration limit, Task<T> task)
      throws InterruptedException, TimeoutException {
    long nanos = Limit.nanos(limit, "limit");
    try {
      task.awaitEnd(nanos);
    } catch (Throwable e) {
      task.killAsync();
      throw e;
    }
    if (task.isDone()) {
      return Outcome.of(task).get();
    }
    task.kill();
    if (task.exit().isEmpty()) {
      return task.resultNow(); // it ended on its own account after all
    }
    throw new TimeoutException(task + " had no result after " + limit);
  }

  /**
   * Runs {@code body} in a task of its own and waits for its result: whatever ends the waiting, a
   * kill, a timeout or an interrupt, leaves the body running.
   *
   * @throws CancellationException if the inner task was killed
   * @throws Exception what the body throws
   */
  @Suspendable
  public static <T> T shield(SuspendableCallable<T> body) throws Exception {
    Task<T> inner = Task.with().name("shielded").spawn(body);
    inner.join();
    return Outcome.of(inner).get();
  }

  /**
   * Runs {@code body} beside {@code task}, then waits for the end of the task. When the body fails,
   * the task is killed with its exception.
   *
   * @throws Exception what the body throws
   */
  @Suspendable
  public static <T> void joining(Task<T> task, SuspendableConsumer<? super Task<T>> body)
      throws Exception {
    try {
      body.accept(task);
    } catch (Throwable e) {
      task.kill(e);
      throw e;
    }
    task.join();
  }

  /**
   * Runs {@code body}, and tells {@code listener} each time when the running task stops meanwhile,
   * and when it goes on. Waits that block its carrier, because a plain frame keeps it from being
   * suspended, are none of these. It costs the tasks that are not watched nothing.
   *
   * @throws IllegalStateException if no task runs the calling code
   * @throws Exception what the body throws
   */
  @Suspendable
  public static <T> T watching(SwitchListener listener, SuspendableCallable<T> body)
      throws Exception {
    Objects.requireNonNull(listener, "listener");
    Task<?> task = Task.require("Tasks.watching");
    WatchedTurns.begin(task, listener);
    try {
      return body.call();
    } finally {
      WatchedTurns.end(task, listener);
    }
  }
}
