package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableConsumer;
import dev.weft.SuspendableFunction;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Tasks that live no longer than a block of code, and fail together.
 *
 * <pre>{@code
 * String both =
 *     TaskGroup.call(
 *         group -> {
 *           Task<String> a = group.spawn(() -> fetch(first));
 *           Task<String> b = group.spawn(() -> fetch(second));
 *           return a.result() + b.result();
 *         });
 * }</pre>
 *
 * <p>Leaving the block waits until all of its tasks have ended. When one of them fails, the others
 * and the block itself are killed, and when they have cleaned up, a {@link TaskGroupException} with
 * all failures is thrown. A task of the group that is killed by itself is no failure. When the
 * block fails, its tasks are killed; its exception is thrown as it is if no task failed. When the
 * task that runs the block is killed or times out, so are the tasks of the group, and the signal
 * passes on; failures of tasks are reported as uncaught then.
 *
 * <p>After trio's nursery and asyncio's TaskGroup. Threads: the tasks of the group may spawn into
 * it, on any scheduler.
 */
public final class TaskGroup implements Blocker {
  /** What spawning needs to know. */
  private enum State {
    OPEN,
    /** A failure, or a kill, ends it. */
    ENDING,
    FINISHED
  }

  private final Task<?> owner;
  private final TaskExit stop = new TaskExit("a task of its group failed");

  /** The tasks that have not ended; guarded by this, as are all below. */
  private final Set<Task<?>> tasks = new LinkedHashSet<>();

  private final List<Throwable> failures = new ArrayList<>();
  private State state = State.OPEN;
  private boolean bodyRuns = true;
  private Waiter untilEmpty;

  /** Hears of the end of one task. */
  private final class Member implements TaskWatchers.Watcher {
    private final Task<?> task;

    Member(Task<?> task) {
      this.task = task;
    }

    @Override
    public void ended() {
      memberEnded(task);
    }
  }

  private TaskGroup(Task<?> owner) {
    this.owner = owner;
  }

  // ---- the block -----------------------------------------------------------------------------

  /**
   * Runs {@code body}, and leaves when it and all tasks of the group have ended.
   *
   * @throws TaskGroupException if tasks failed
   * @throws Exception what the body throws
   */
  @Suspendable
  public static void run(SuspendableConsumer<TaskGroup> body) throws Exception {
    Objects.requireNonNull(body, "body");
    TaskGroup group = new TaskGroup(Task.require("TaskGroup.run"));
    Throwable thrown = null;
    try {
      body.accept(group);
    } catch (Throwable e) {
      thrown = group.owner.raisedAs(e);
    }
    group.leave(thrown);
  }

  /** The same for a body with a result. */
  @Suspendable
  public static <T> T call(SuspendableFunction<TaskGroup, T> body) throws Exception {
    Objects.requireNonNull(body, "body");
    TaskGroup group = new TaskGroup(Task.require("TaskGroup.call"));
    Throwable thrown = null;
    T result = null;
    try {
      result = body.apply(group);
    } catch (Throwable e) {
      thrown = group.owner.raisedAs(e);
    }
    group.leave(thrown);
    return result;
  }

  /**
   * The same with a deadline: when {@code limit} is up, the body and all tasks are killed.
   *
   * @throws TimeoutException if they did not end in time; failures of tasks are reported as
   *     uncaught then
   */
  @Suspendable
  public static <T> T call(Duration limit, SuspendableFunction<TaskGroup, T> body)
      throws Exception {
    return Timeout.call(limit, () -> call(body));
  }

  @Suspendable
  private void leave(Throwable thrown) throws Exception {
    Throwable outcome = thrown;
    boolean ending = bodyEnded();
    if (outcome == stop) {
      outcome = null;
    } else if (outcome != null && !ending) {
      end();
    }
    for (Waiter waiter = enter(); waiter != null; waiter = enter()) {
      try {
        waiter.await(Waiter.FOREVER);
      } catch (Throwable signal) {
        end(); // once more, if it was ending: a second kill ends the cleaning up, too
        if (outcome == null || !isSignal(outcome)) {
          outcome = signal;
        }
        if (signal instanceof DeadlockException) {
          break; // its tasks can never end, and neither could this
        }
      }
    }
    finish(outcome);
  }

  private void finish(Throwable outcome) throws Exception {
    List<Throwable> all;
    synchronized (this) {
      state = State.FINISHED;
      untilEmpty = null;
      all = new ArrayList<>(failures);
    }
    if (outcome != null && (all.isEmpty() || isSignal(outcome))) {
      for (Throwable failure : all) {
        owner.scheduler().uncaught(owner, failure);
      }
      throw Throwing.sneaky(outcome);
    }
    if (outcome != null) {
      all.add(outcome);
    }
    if (!all.isEmpty()) {
      throw new TaskGroupException(all);
    }
  }

  private static boolean isSignal(Throwable thrown) {
    return thrown instanceof TaskExit
        || thrown instanceof Timeout.Signal
        || thrown instanceof InterruptedException
        || thrown instanceof DeadlockException;
  }

  // ---- its tasks -----------------------------------------------------------------------------

  /**
   * A new task of this group, on the scheduler of the running task.
   *
   * @throws IllegalStateException if the group is ending, or is finished
   */
  public Task<Void> spawn(SuspendableRunnable body) {
    return spawn(Task.with(), body);
  }

  /** The same for a body with a result. */
  public <T> Task<T> spawn(SuspendableCallable<T> body) {
    return spawn(Task.with(), body);
  }

  /** The same, spawned as {@code spec} says. */
  public Task<Void> spawn(TaskSpec spec, SuspendableRunnable body) {
    checkOpen();
    return add(spec.unreported().spawn(body));
  }

  /** The same for a body with a result. */
  public <T> Task<T> spawn(TaskSpec spec, SuspendableCallable<T> body) {
    checkOpen();
    return add(spec.unreported().spawn(body));
  }

  private synchronized void checkOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException(
          this + (state == State.ENDING ? " is ending" : " is finished") + "; it takes no tasks");
    }
  }

  private <T> Task<T> add(Task<T> task) {
    boolean late;
    synchronized (this) {
      late = state != State.OPEN;
      tasks.add(task);
    }
    if (late) {
      task.killAsync();
    }
    if (!task.watch(new Member(task))) {
      memberEnded(task);
    }
    return task;
  }

  /** By the carrier of the task. */
  private void memberEnded(Task<?> task) {
    Waiter toWake = null;
    boolean ending = false;
    synchronized (this) {
      tasks.remove(task);
      if (task.exception().isPresent()) {
        failures.add(task.exception().get());
        ending = state == State.OPEN;
      }
      if (tasks.isEmpty()) {
        toWake = untilEmpty;
        untilEmpty = null;
      }
    }
    if (ending) {
      end();
      stopBody();
    }
    if (toWake != null) {
      toWake.wake();
    }
  }

  /** Kills the tasks. */
  private void end() {
    List<Task<?>> left;
    synchronized (this) {
      state = State.ENDING;
      left = List.copyOf(tasks);
    }
    left.forEach(Task::killAsync);
  }

  private synchronized void stopBody() {
    if (bodyRuns) {
      owner.raise(stop); // under the lock, or it might come after the body's end
    }
  }

  /** From now on, failures do not stop the body, which has ended. Says whether one has. */
  private synchronized boolean bodyEnded() {
    bodyRuns = false;
    owner.withdraw(stop);
    return state == State.ENDING;
  }

  /** What the owner shall wait in; null when all tasks have ended. */
  private synchronized Waiter enter() {
    untilEmpty = tasks.isEmpty() ? null : new Waiter(owner, this);
    return untilEmpty;
  }

  // ---- as something to wait for --------------------------------------------------------------

  /** Its tasks: all of them must end. */
  @Override
  public synchronized List<?> holders() {
    return List.copyOf(tasks);
  }

  @Override
  public synchronized String toString() {
    return "the group of \"" + owner.name() + "\" with " + tasks.size() + " tasks";
  }
}
