package dev.weft.hub;

import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Abi;
import dev.weft.abi.FrameStack;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Expiring;
import dev.weft.waiting.Poller;
import dev.weft.waiting.Strand;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who runs tasks: a {@link Hub}, one at a time on one carrier, or a {@link ParallelScheduler}, on
 * several.
 *
 * <p>Threads: the public methods by any.
 */
public abstract sealed class Scheduler permits Hub, ParallelScheduler {
  private final AtomicLong ids = new AtomicLong();

  /** What new tasks carry; null when there is nothing. Each array is written once. */
  private volatile TaskContext<?>[] contexts;

  Scheduler() {
    if (!Abi.isAgentPresent()) {
      throw new IllegalStateException(Abi.AGENT_MISSING);
    }
    Abi.tasksBegin();
  }

  // ---- spawning ------------------------------------------------------------------------------

  /**
   * A new task that runs {@code body}; it starts when the tasks that are ready now had their turn.
   */
  public final Task<Void> spawn(SuspendableRunnable body) {
    return new TaskSpec().on(this).spawn(body);
  }

  /** The same for a body with a result. */
  public final <T> Task<T> spawn(SuspendableCallable<T> body) {
    return new TaskSpec().on(this).spawn(body);
  }

  /** Lets {@code context} follow each task that is spawned on this scheduler from now on. */
  public final void carry(TaskContext<?> context) {
    Objects.requireNonNull(context, "context");
    synchronized (ids) {
      TaskContext<?>[] known = contexts;
      TaskContext<?>[] all =
          known == null ? new TaskContext<?>[1] : Arrays.copyOf(known, known.length + 1);
      all[all.length - 1] = context;
      contexts = all;
    }
  }

  /**
   * What runs {@code action}, on whichever thread, with the contexts that are carried here and are
   * current now; for work that leaves the tasks. To be run once.
   */
  public final Runnable inContext(Runnable action) {
    Objects.requireNonNull(action, "action");
    TaskContext<?>[] known = contexts;
    if (known == null) {
      return action;
    }
    CarriedContexts carried = CarriedContexts.of(known, TaskLocals.Inheritance.COPIED);
    return () -> {
      carried.mount();
      try {
        action.run();
      } finally {
        carried.unmount();
      }
    };
  }

  /** The clock of its timers. */
  public abstract Clock clock();

  // ---- what tasks need -----------------------------------------------------------------------

  /** What a new task carries; null when there is nothing. */
  final TaskContext<?>[] contexts() {
    return contexts;
  }

  /** The number of a new task. */
  final long nextId() {
    return ids.incrementAndGet();
  }

  /** A new task begins, at once or after a delay. */
  abstract void begin(Task<?> task, long delayNanos);

  /** A task that is suspended can go on. Any thread. */
  abstract void ready(Task<?> task);

  /** Starts a timer, for the task that runs on the calling carrier. */
  abstract void startTimer(Expiring entry, long nanos);

  /** Some timer's entry is over. Called like {@link #startTimer}. */
  abstract void forgetTimer();

  /** Where its tasks wait for input and output. */
  abstract Poller poller();

  /** A task has ended. Called by its carrier. */
  abstract void ended(Task<?> task);

  /** Whether dumps name the values of variables. */
  abstract boolean showsVariables();

  /** Makes a call of {@code task}, which runs here, that is known to block. */
  abstract <T> T block(Task<?> task, Callable<T> call) throws Exception;

  /** The carrier of a pinned task, which is about to wait on it. */
  abstract Home keepCarrier(Task<?> task, Blocker blocker);

  /** A failure that nobody else takes care of. */
  abstract void uncaught(Task<?> task, Throwable failure);

  /** The scheduler of the task that runs the calling code. */
  static Scheduler current(String operation) {
    return Task.require(operation).scheduler();
  }

  /** The task that runs on this stack; null when none does. */
  static Task<?> taskOn(FrameStack stack) {
    return (Task<?>) Strand.currentOrNull(stack);
  }

  /** Refuses to run a hub in a task. */
  static void refuseInTask(FrameStack stack) {
    Task<?> outer = taskOn(stack);
    if (outer != null) {
      throw new IllegalStateException(
          "Hub.run cannot be called by a task: this thread runs "
              + outer
              + " already; use Task.spawn");
    }
  }
}
