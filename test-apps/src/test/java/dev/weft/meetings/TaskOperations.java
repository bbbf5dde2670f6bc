package dev.weft.meetings;

import dev.weft.Suspendable;
import dev.weft.SuspendablePredicate;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Pool;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.hub.TaskGroup;
import dev.weft.hub.Tasks;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The blocking calls of {@code hub}. */
@Suspendable
final class TaskOperations {
  /** Runs the tasks that others wait for. Its carriers are daemons, and end with the tests. */
  static final ParallelScheduler WORKERS = ParallelScheduler.start(2);

  private TaskOperations() {}

  /** Waits for the end of a task. */
  private interface Wait {
    @Suspendable
    void run(Task<Integer> task) throws Exception;
  }

  /** The same with a limit: whether it has ended in time. */
  private interface WaitWithin {
    @Suspendable
    boolean test(Task<Integer> task, Duration limit) throws Exception;
  }

  static List<Operation> all() {
    return List.of(
        new Operation("Task.join", true, () -> ending(Task::join, TaskOperations::join)),
        new Operation("Task.result", true, () -> ending(Task::result, TaskOperations::join)),
        new Operation("Task.get", true, () -> ending(Task::get, TaskOperations::get)),
        new Operation("Task.kill", true, TaskOperations::kill),
        new Operation(
            "Tasks.joinAll",
            true,
            () ->
                ending(
                    task -> Tasks.joinAll(List.of(task)),
                    (task, limit) -> !Tasks.joinAll(List.of(task), limit).isEmpty())),
        new Operation(
            "Tasks.await",
            true,
            () ->
                ending(
                    task -> Tasks.await(List.of(task), Tasks.Until.ALL_ENDED),
                    (task, limit) ->
                        !Tasks.await(List.of(task), Tasks.Until.ALL_ENDED, limit)
                            .ended()
                            .isEmpty())),
        new Operation(
            "Tasks.gather",
            true,
            () -> ending(task -> Tasks.gather(List.of(task)), TaskOperations::join)),
        new Operation(
            "Tasks.race",
            true,
            () -> ending(task -> Tasks.race(List.of(task)), TaskOperations::join)),
        new Operation(
            "Tasks.settle",
            true,
            () -> ending(task -> Tasks.settle(List.of(task)), TaskOperations::join)),
        new Operation("Pool.spawn", true, TaskOperations::place),
        new Operation("Pool.join", true, TaskOperations::poolEnd),
        new Operation("Timer.join", true, TaskOperations::timer),
        new Operation("Hub.join", true, TaskOperations::hubEnd),
        new Operation("TaskGroup.run", true, false, TaskOperations::group));
  }

  private static boolean join(Task<Integer> task, Duration limit) throws InterruptedException {
    task.join(limit);
    return task.isDone();
  }

  private static boolean get(Task<Integer> task, Duration limit) throws Exception {
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS) == 7;
    } catch (TimeoutException e) {
      return false;
    }
  }

  // ---- scenes --------------------------------------------------------------------------------

  /** A scene whose object does not tell who waits: those count who are inside of the call. */
  static Scene counted(
      SuspendableRunnable block,
      SuspendablePredicate<Duration> within,
      SuspendableRunnable release) {
    return counted(block, within, release, TaskOperations::nothing);
  }

  static Scene counted(
      SuspendableRunnable block,
      SuspendablePredicate<Duration> within,
      SuspendableRunnable release,
      SuspendableRunnable prepare) {
    AtomicInteger inside = new AtomicInteger();
    return new Scene(
        prepare,
        () -> {
          inside.incrementAndGet();
          try {
            block.run();
          } finally {
            inside.decrementAndGet();
          }
        },
        limit -> {
          inside.incrementAndGet();
          try {
            return within.test(limit);
          } finally {
            inside.decrementAndGet();
          }
        },
        release,
        inside::get);
  }

  static void nothing() {}

  private static Task<Integer> waitingFor(Event end) {
    return WORKERS.spawn(
        () -> {
          end.await();
          return 7;
        });
  }

  /** Each call has a task of its own: some kill it when they give up. */
  private static Scene ending(Wait wait, WaitWithin within) {
    Event end = new Event();
    return counted(
        () -> wait.run(waitingFor(end)), limit -> within.test(waitingFor(end), limit), end::set);
  }

  private static Scene kill() {
    Event end = new Event();
    return counted(
        () -> defiant(end).kill(),
        limit -> {
          Task<Void> task = defiant(end);
          task.kill(new TaskExit(), limit);
          return task.isDone();
        },
        end::set);
  }

  /** A task that has begun, and does not end when it is killed, but when {@code end} is set. */
  private static Task<Void> defiant(Event end) throws InterruptedException {
    Latch begun = new Latch(1);
    Task<Void> task =
        WORKERS.spawn(
            () -> {
              try {
                begun.countDown();
                Task.sleep(Duration.ofDays(1));
              } finally {
                end.await();
              }
            });
    begun.await();
    return task;
  }

  private static Scene place() {
    Event end = new Event();
    Pool pool = fullPool(end);
    return counted(
        () -> pool.spawn(Task.with().on(WORKERS), () -> 7),
        limit -> pool.awaitFree(limit) > 0,
        end::set);
  }

  private static Pool fullPool(Event end) {
    Pool pool = Pool.of(1);
    try {
      Task<Void> unused = pool.spawn(Task.with().on(WORKERS), () -> waitFor(end));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return pool;
  }

  private static Scene poolEnd() {
    Event end = new Event();
    Pool pool = fullPool(end);
    return counted(pool::join, pool::join, end::set);
  }

  static Void waitFor(Event end) throws InterruptedException {
    end.await();
    return null;
  }

  private static Scene timer() {
    Timer timer = new Timer(Duration.ofDays(1), TaskOperations::nothing);
    try {
      WORKERS.spawn(() -> timer.start()).join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return counted(timer::join, timer::join, timer::cancel);
  }

  private static Scene hubEnd() {
    Event end = new Event();
    Hub hub = Parties.hubUntil(end);
    return counted(hub::join, hub::join, end::set);
  }

  /** The block of a group is left when its task has ended. */
  private static Scene group() {
    Event end = new Event();
    return counted(
        () -> TaskGroup.run(group -> spawnIn(group, end)),
        limit -> {
          try {
            return TaskGroup.call(limit, group -> spawnIn(group, end)) != null;
          } catch (TimeoutException e) {
            return false;
          }
        },
        end::set);
  }

  private static Task<Void> spawnIn(TaskGroup group, Event end) {
    return group.spawn(Task.with().on(WORKERS), () -> waitFor(end));
  }
}
