package dev.weft.interop;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.Scheduler;
import dev.weft.hub.Task;
import dev.weft.sync.Event;
import dev.weft.waiting.Strand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * An {@link ExecutorService} that gives each submitted call a task of its own, for code that knows
 * the JDK's interface and no other.
 *
 * <pre>{@code
 * try (TaskExecutor executor = TaskExecutor.on(hub)) {
 *   List<Future<String>> pages = executor.invokeAll(fetches);
 * }
 * }</pre>
 *
 * <p>A call that is woven suspends where it waits: a lambda in suspendable code is, a class that is
 * marked or included, and what calls these. Any other call runs as it is, and blocks the carrier
 * where it blocks a thread. What waits in this interface, a future's {@code get} included, suspends
 * a task and blocks a thread; it can be called by both.
 *
 * <p>The contract is that of the interface, as of JDK 19. To cancel a call with {@code true}, and
 * {@link #shutdownNow}, interrupt its task, as they interrupt a thread: a call that ignores it goes
 * on. A call whose task is killed, because its hub ends say, is cancelled; a call that the
 * scheduler does not take any more is rejected. A failure of what is given to {@link #execute} is
 * reported as that of any task; other failures are those of the futures. To shut down leaves the
 * scheduler alone.
 *
 * <p>Threads: any.
 */
public final class TaskExecutor implements ExecutorService, AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String name = "task-executor-" + NAMES.incrementAndGet();
  private final Supplier<? extends Scheduler> placement;

  /** Whether hubs cannot see those who run the calls. */
  private final boolean outside;

  /** Those whose task has not ended, in the order they came. Guarded by itself. */
  private final Set<Submission<?>> live = new LinkedHashSet<>();

  private final Event terminated = new Event(name + " terminated");

  /** Guarded by {@link #live}. */
  private boolean shutDown;

  private TaskExecutor(Supplier<? extends Scheduler> placement, boolean outside) {
    this.placement = placement;
    this.outside = outside;
  }

  /** An executor whose tasks {@code scheduler} runs. */
  public static TaskExecutor on(Scheduler scheduler) {
    Objects.requireNonNull(scheduler, "scheduler");
    return new TaskExecutor(() -> scheduler, !(scheduler instanceof Hub));
  }

  /** An executor whose tasks go to the hubs of {@code group}, as its placement says. */
  public static TaskExecutor on(HubGroup group) {
    return new TaskExecutor(Objects.requireNonNull(group, "group")::place, true);
  }

  // ---- submitting ----------------------------------------------------------------------------

  @Override
  public void execute(Runnable command) {
    Submission.Executed origin = new Submission.Executed(command);
    Submission<Void> submission =
        new Submission<>(() -> runAndReturnNull(command), origin, (value, failure) -> {}, outside);
    start(submission);
  }

  @Suspendable
  private static Void runAndReturnNull(Runnable command) {
    command.run();
    return null;
  }

  @Override
  public <T> Future<T> submit(Callable<T> call) {
    return submit(call, (value, failure) -> {});
  }

  @Override
  public Future<?> submit(Runnable command) {
    return submit(command, null);
  }

  @Override
  public <T> Future<T> submit(Runnable command, T result) {
    Objects.requireNonNull(command, "command");
    SuspendableCallable<T> body =
        () -> {
          command.run();
          return result;
        };
    return started(new Submission<>(body, command, (value, failure) -> {}, outside));
  }

  private <T> Submission<T> submit(Callable<T> call, Submission.Listener<T> listener) {
    Objects.requireNonNull(call, "call");
    return started(new Submission<>(() -> call.call(), call, listener, outside));
  }

  private <T> Submission<T> started(Submission<T> submission) {
    start(submission);
    return submission;
  }

  private void start(Submission<?> submission) {
    synchronized (live) {
      if (shutDown) {
        throw new RejectedExecutionException(this + " is shut down; it takes no more calls");
      }
      live.add(submission);
    }
    Task<Void> task;
    try {
      task = Task.with().on(placement.get()).spawn(submission::runSubmitted);
    } catch (IllegalStateException e) {
      ended(submission);
      throw new RejectedExecutionException(this + " has no scheduler any more", e);
    } catch (Throwable e) {
      ended(submission);
      throw e;
    }
    task.toCompletableFuture().whenComplete((value, failure) -> ended(submission));
  }

  /** By the carrier of its task, when that has ended; by the caller, when there is none. */
  private void ended(Submission<?> submission) {
    submission.taskEnded();
    boolean last;
    synchronized (live) {
      live.remove(submission);
      last = shutDown && live.isEmpty();
    }
    if (last) {
      terminated.set();
    }
  }

  // ---- several calls -------------------------------------------------------------------------

  @Override
  @Suspendable
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> calls)
      throws InterruptedException {
    return invokeAll(calls, Long.MAX_VALUE);
  }

  @Override
  @Suspendable
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> calls, long timeout, TimeUnit unit)
      throws InterruptedException {
    return invokeAll(calls, unit.toNanos(timeout));
  }

  @Suspendable
  private <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> calls, long nanos)
      throws InterruptedException {
    List<Submission<T>> all = new ArrayList<>(calls.size());
    boolean ended = false;
    try {
      long start = Strand.currentNanoTime();
      for (Callable<T> call : calls) {
        all.add(submit(call, (value, failure) -> {}));
      }
      ended = awaitAll(all, nanos, start);
    } finally {
      if (!ended) {
        cancelAll(all);
      }
    }
    return new ArrayList<>(all);
  }

  @Suspendable
  private static <T> boolean awaitAll(List<Submission<T>> all, long nanos, long start)
      throws InterruptedException {
    for (Submission<T> submission : all) {
      long left = nanos == Long.MAX_VALUE ? nanos : nanos - (Strand.currentNanoTime() - start);
      if (!submission.await(left)) {
        return false;
      }
    }
    return true;
  }

  private static void cancelAll(List<? extends Future<?>> futures) {
    futures.forEach(future -> future.cancel(true));
  }

  @Override
  @Suspendable
  public <T> T invokeAny(Collection<? extends Callable<T>> calls)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(calls, Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new AssertionError("there is no limit", e);
    }
  }

  @Override
  @Suspendable
  public <T> T invokeAny(Collection<? extends Callable<T>> calls, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return invokeAny(calls, unit.toNanos(timeout));
  }

  @Suspendable
  private <T> T invokeAny(Collection<? extends Callable<T>> calls, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (calls.isEmpty()) {
      throw new IllegalArgumentException("there are no calls to invoke");
    }
    FirstValue<T> first = new FirstValue<>(calls.size(), outside);
    List<Submission<T>> all = new ArrayList<>(calls.size());
    try {
      for (Callable<T> call : calls) {
        all.add(submit(call, first));
      }
      return first.get(nanos);
    } finally {
      cancelAll(all);
    }
  }

  // ---- the end -------------------------------------------------------------------------------

  @Override
  public void shutdown() {
    boolean last;
    synchronized (live) {
      shutDown = true;
      last = live.isEmpty();
    }
    if (last) {
      terminated.set();
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    List<Submission<?>> left;
    synchronized (live) {
      left = List.copyOf(live);
    }
    List<Runnable> withdrawn = new ArrayList<>();
    for (Submission<?> submission : left) {
      if (submission.withdraw()) {
        withdrawn.add(submission.toRun());
      } else {
        submission.interrupt();
      }
    }
    return withdrawn;
  }

  @Override
  public boolean isShutdown() {
    synchronized (live) {
      return shutDown;
    }
  }

  @Override
  public boolean isTerminated() {
    return terminated.isSet();
  }

  @Override
  @Suspendable
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return terminated.await(Duration.ofNanos(Math.max(0, unit.toNanos(timeout))));
  }

  /**
   * Takes no more calls, and waits until all have ended. When interrupted, it does what {@link
   * #shutdownNow} does, and goes on waiting; the interrupt stays pending. A kill, or a timeout
   * around it, does the same and ends the wait.
   *
   * @throws IllegalStateException if one of its own calls calls this, which would wait for itself
   */
  @Override
  @Suspendable
  public void close() {
    Task<?> current = Task.current().orElse(null);
    if (current != null && runs(current)) {
      throw new IllegalStateException(
          this + " cannot be closed by a call of its own, in " + current);
    }
    shutdown();
    boolean interrupted = false;
    try {
      while (!terminated.isSet()) {
        interrupted |= !awaitTermination(interrupted);
      }
    } finally {
      if (interrupted) {
        interruptCurrent();
      }
    }
  }

  private boolean runs(Task<?> task) {
    synchronized (live) {
      return live.stream().anyMatch(submission -> submission.isRunBy(task));
    }
  }

  /** False when interrupted instead. */
  @Suspendable
  private boolean awaitTermination(boolean stopped) {
    try {
      terminated.await();
      return true;
    } catch (InterruptedException e) {
      stop(stopped);
      return false;
    } catch (Throwable e) {
      stop(stopped);
      throw e;
    }
  }

  private void stop(boolean stopped) {
    if (!stopped) {
      List<Runnable> dropped = shutdownNow();
      dropped.forEach(TaskExecutor::drop);
    }
  }

  /** Nobody will run it any more, so who waits for it must hear. */
  private static void drop(Runnable withdrawn) {
    if (withdrawn instanceof Submission<?> submission) {
      submission.cancel(false);
    }
  }

  private static void interruptCurrent() {
    if (Strand.currentOrThread() instanceof Strand strand) {
      strand.interrupt();
    } else {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "TaskExecutor \"" + name + "\"";
  }
}
