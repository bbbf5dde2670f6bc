package dev.weft.hub;

import dev.weft.abi.FrameStack;
import dev.weft.waiting.Expiring;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The loop of a hub: what is ready, in order; then timers and wake-ups from outside; then waiting
 * for one of them.
 *
 * <p>Threads: the carrier, but for what says otherwise.
 */
final class HubLoop {
  /** How many tasks run before timers and outside wake-ups are looked at again. */
  private static final int TURN = 64;

  private final Hub hub;
  private final HubOptions options;
  private final Timers timers = new Timers();
  private final ArrayDeque<Task<?>> ready = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Arrival> outside = new ConcurrentLinkedQueue<>();
  private final TaskTable tasks = new TaskTable();
  private final OutsideWork outsideWork = new OutsideWork();

  /** The thread that runs the tasks; null before and after. */
  private volatile Thread carrier;

  private volatile boolean idle;
  private volatile boolean ended;
  private volatile long steps;
  private boolean reported;

  /** The main task has ended, and the others are being killed. */
  private boolean ending;

  /**
   * What another thread hands in.
   *
   * @param delayNanos when {@code task} begins, or {@link #GOES_ON}
   */
  private record Arrival(Task<?> task, long delayNanos) {
    static final long GOES_ON = -1;
  }

  HubLoop(Hub hub, HubOptions options) {
    this.hub = hub;
    this.options = options;
  }

  /** Runs on the current thread until {@code main} and, killed then, all others have ended. */
  void run(Task<?> main) {
    FrameStack stack = FrameStack.ofCurrentThread();
    Task<?> outer = Scheduler.taskOn(stack);
    if (outer != null) {
      throw new IllegalStateException(
          "Hub.run cannot be called by a task: this thread runs "
              + outer
              + " already; use Task.spawn");
    }
    carrier = Thread.currentThread();
    begin(main, 0);
    try (HubShutdown shutdown = HubShutdown.register(hub)) {
      loop(stack, main);
      killRest(stack, main);
    } finally {
      ended = true;
      carrier = null;
      refuseOutside();
    }
  }

  /** Runs ready tasks until {@code until} has ended. */
  private void loop(FrameStack stack, Task<?> until) {
    while (!until.isDone()) {
      takeOutside();
      expireTimers();
      if (ready.isEmpty()) {
        idle(until);
      } else {
        turn(stack, until);
      }
    }
  }

  private void turn(FrameStack stack, Task<?> until) {
    for (int i = 0; i < TURN && !until.isDone(); i++) {
      Task<?> next = ready.poll();
      if (next == null) {
        return;
      }
      steps++;
      next.step(stack);
    }
  }

  private void takeOutside() {
    for (Arrival next = outside.poll(); next != null; next = outside.poll()) {
      arrive(next);
    }
  }

  private void expireTimers() {
    if (!timers.isEmpty()) {
      timers.expire(options.clock().nanoTime());
    }
  }

  // ---- waiting for something to do -----------------------------------------------------------

  private void idle(Task<?> main) {
    if (Thread.interrupted()) {
      main.interrupt(); // who interrupts the thread means the program in it
      return;
    }
    if (!timers.isEmpty()) {
      long deadline = timers.next();
      if (!outsideWork.isPending() && options.clock().skipTo(deadline)) {
        return;
      }
      waitUntil(deadline);
    } else if (outsideWork.isPending() || Deadlocks.canBeWokenByThreads(carrier)) {
      waitForOutside(options.deadlockNanos());
    } else {
      DeadlockException deadlock = Deadlocks.describe(hub, main, tasks.all());
      if (options.deadlocks() == HubOptions.DeadlockPolicy.RAISE) {
        main.raise(deadlock);
      } else {
        reportOnce(deadlock);
      }
    }
  }

  private void waitUntil(long deadline) {
    idle = true;
    if (outside.isEmpty()) {
      long nanos = deadline - options.clock().nanoTime();
      if (nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      }
    }
    idle = false;
  }

  private void waitForOutside(long nanos) {
    idle = true;
    if (outside.isEmpty()) {
      LockSupport.parkNanos(this, nanos);
    }
    idle = false;
  }

  private void killRest(FrameStack stack, Task<?> main) {
    long limit = System.nanoTime() + options.graceNanos();
    ending = true;
    for (Task<?> task : tasks.all()) {
      task.killAsync(new TaskExit("its hub ends"));
    }
    for (; ; ) {
      takeOutside();
      expireTimers();
      if (tasks.isEmpty()) {
        return;
      }
      if (!ready.isEmpty()) {
        turn(stack, tasks.any());
      } else if (timers.isEmpty() && !outsideWork.isPending()) {
        break; // they wait for what cannot come any more
      } else {
        idle(main);
      }
      if (System.nanoTime() - limit > 0) {
        break;
      }
    }
    List<Task<?>> left = tasks.all();
    options.leftOver(hub, left);
    left.forEach(Task::abandon);
  }

  /** Says once that it is stuck, and waits for somebody outside. */
  private void reportOnce(DeadlockException deadlock) {
    if (!reported) {
      reported = true;
      Reports.deadlock(deadlock);
    }
    waitForOutside(options.deadlockNanos());
  }

  // ---- for tasks ------------------------------------------------------------------------------

  /** A new task begins. Any thread. */
  void begin(Task<?> task, long delayNanos) {
    if (ended) {
      throw new IllegalStateException(hub + " has ended; it runs no more tasks");
    }
    if (isCarrier()) {
      arrive(new Arrival(task, delayNanos));
    } else {
      fromOutside(new Arrival(task, delayNanos));
    }
  }

  /** A task can go on. Any thread. */
  void ready(Task<?> task) {
    if (isCarrier()) {
      ready.add(task);
    } else {
      fromOutside(new Arrival(task, Arrival.GOES_ON));
    }
  }

  private void arrive(Arrival arrival) {
    Task<?> task = arrival.task;
    if (arrival.delayNanos == Arrival.GOES_ON) {
      ready.add(task);
      return;
    }
    tasks.add(task);
    if (ending) {
      task.killAsync(new TaskExit("its hub ends")); // so it never begins
    }
    if (arrival.delayNanos > 0) {
      task.delay(arrival.delayNanos);
    } else {
      ready.add(task);
    }
  }

  private void fromOutside(Arrival arrival) {
    outside.add(arrival);
    if (ended) {
      refuseOutside(); // it may have been added too late to be seen by the carrier
    } else if (idle) {
      LockSupport.unpark(carrier);
    }
  }

  /** Ends the tasks that came too late, lest somebody wait for them. Any thread. */
  private void refuseOutside() {
    for (Arrival late = outside.poll(); late != null; late = outside.poll()) {
      if (late.delayNanos != Arrival.GOES_ON) {
        late.task.abandon();
      }
    }
  }

  private boolean isCarrier() {
    return Thread.currentThread() == carrier;
  }

  void startTimer(Expiring entry, long nanos) {
    long now = options.clock().nanoTime();
    timers.add(entry, nanos > Long.MAX_VALUE / 2 ? now + Long.MAX_VALUE / 2 : now + nanos);
  }

  void forgetTimer() {
    timers.forget();
  }

  void ended(Task<?> task) {
    tasks.remove(task);
  }

  // ---- questions, by any thread --------------------------------------------------------------

  List<Task<?>> tasks() {
    return tasks.all();
  }

  int taskCount() {
    return tasks.size();
  }

  long steps() {
    return steps;
  }

  OutsideWork outsideWork() {
    return outsideWork;
  }
}
