package dev.weft.hub;

import dev.weft.abi.FrameStack;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Expiring;
import dev.weft.waiting.ThreadState;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
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
  private final Counters counters = new Counters();

  /** Null when nobody listens. */
  private final Tracing tracing;

  /** The thread that runs the tasks; null before and after. */
  private volatile Thread carrier;

  /** What {@link #carrier} runs; for those who look on. */
  private volatile FrameStack carrierStack;

  private volatile boolean idle;
  private volatile boolean ended;
  private boolean reported;

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
    this.tracing = options.tracing();
  }

  /** Runs on the current thread until {@code main} and, killed then, all others have ended. */
  void run(Task<?> main) {
    FrameStack stack = FrameStack.ofCurrentThread();
    Scheduler.refuseInTask(stack);
    stack.carry();
    carrier = Thread.currentThread();
    ThreadState.lend(carrier, main);
    try {
      begin(main, 0);
      runAll(stack, main);
    } finally {
      ThreadState.giveBack(Thread.currentThread(), main);
    }
    if (main.isInterrupted()) {
      Thread.currentThread().interrupt(); // nobody has taken it
    }
  }

  @SuppressWarnings("try") // it is only held
  private void runAll(FrameStack stack, Task<?> main) {
    carrierStack = stack;
    try (HubShutdown shutdown = HubShutdown.register(hub);
        AutoCloseable monitor = HubMonitor.start(hub, options)) {
      loop(stack, main);
      killRest(stack, main);
    } catch (Exception e) {
      throw Throwing.sneaky(e); // nothing in here is declared to throw
    } finally {
      ended = true;
      carrier = null;
      refuseOutside();
      tasks.all().forEach(Task::abandon); // those that did not end in time, or the loop has failed
    }
  }

  /** Runs ready tasks until {@code until} has ended. */
  private void loop(FrameStack stack, Task<?> until) {
    while (!until.isDone()) {
      takeInterrupt(until);
      takeOutside();
      expireTimers();
      if (ready.isEmpty()) {
        idle(until);
      } else {
        turn(stack, until);
      }
    }
  }

  /** Who interrupts the thread means the program in it. */
  private static void takeInterrupt(Task<?> main) {
    if (Thread.interrupted()) {
      main.interrupt();
    }
  }

  private void turn(FrameStack stack, Task<?> until) {
    for (int i = 0; i < TURN && !until.isDone(); i++) {
      Task<?> next = ready.poll();
      if (next == null) {
        return;
      }
      counters.increment(Counters.Count.STEPS);
      if (tracing == null) {
        next.step(stack);
      } else {
        tracing.step(next, stack);
      }
    }
  }

  private void takeOutside() {
    for (Arrival next = outside.poll(); next != null; next = outside.poll()) {
      arrive(next);
    }
  }

  private void expireTimers() {
    if (!timers.isEmpty()) {
      int expired = timers.expire(options.clock().nanoTime());
      if (tracing != null) {
        tracing.expired(expired);
      }
    }
  }

  // ---- waiting for something to do -----------------------------------------------------------

  private void idle(Task<?> main) {
    if (!timers.isEmpty()) {
      awaitTimer(Long.MAX_VALUE);
    } else if (outsideWork.isPending() || Deadlocks.canBeWoken(carrier, tasks::all)) {
      waitForOutside(options.deadlockNanos());
    } else if (outside.isEmpty()) { // else somebody has woken a task meanwhile, and is gone
      DeadlockException deadlock = Deadlocks.describe(hub, main, tasks.all());
      if (options.deadlocks() == HubOptions.DeadlockPolicy.RAISE) {
        main.raise(deadlock);
        if (!ready.isEmpty()) {
          return;
        }
        main.withdraw(deadlock); // its wait lets no exception through
      }
      reportOnce(deadlock);
    }
  }

  /** Waits for the next timer, an arrival, or {@code limit} nanoseconds. */
  private void awaitTimer(long limit) {
    long deadline = timers.next();
    if (!outsideWork.isPending() && outside.isEmpty() && options.clock().skipTo(deadline)) {
      return;
    }
    long nanos = deadline - options.clock().nanoTime();
    if (nanos > 0) {
      waitForOutside(Math.min(nanos, limit));
    }
  }

  private void waitForOutside(long nanos) {
    idle = true;
    if (outside.isEmpty()) {
      LockSupport.parkNanos(this, nanos);
    }
    idle = false;
  }

  /**
   * Kills the tasks that are left and runs them to their end; then those that these have spawned
   * meanwhile, which may be part of their cleaning up.
   */
  private void killRest(FrameStack stack, Task<?> main) {
    long limit = System.nanoTime() + options.graceNanos();
    boolean inTime = true;
    while (inTime && !(tasks.isEmpty() && outside.isEmpty())) {
      List<Task<?>> round = tasks.all();
      for (Task<?> task : round) {
        task.killAsync(new TaskExit("its hub ends"));
      }
      for (int i = 0; inTime && i < round.size(); i++) {
        inTime = runUntilEnd(stack, main, round.get(i), limit);
      }
      takeOutside();
    }
    if (!inTime) {
      options.leftOver(hub, tasks.all());
    }
  }

  /** Runs what is ready until {@code task} has ended; false when that is too late, or hopeless. */
  private boolean runUntilEnd(FrameStack stack, Task<?> main, Task<?> task, long limit) {
    while (!task.isDone()) {
      takeInterrupt(main);
      takeOutside();
      expireTimers();
      long left = limit - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      if (!ready.isEmpty()) {
        turn(stack, task);
      } else if (!timers.isEmpty()) {
        awaitTimer(left);
      } else if (outsideWork.isPending() || Deadlocks.canBeWoken(carrier, tasks::all)) {
        waitForOutside(Math.min(left, options.deadlockNanos()));
      } else if (outside.isEmpty()) {
        return false; // it waits for what cannot come any more
      }
    }
    return true;
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
      add(task);
    } else {
      fromOutside(new Arrival(task, Arrival.GOES_ON));
    }
  }

  private void arrive(Arrival arrival) {
    Task<?> task = arrival.task;
    if (arrival.delayNanos == Arrival.GOES_ON) {
      add(task);
      return;
    }
    tasks.add(task);
    counters.increment(Counters.Count.SPAWNED);
    if (tracing != null) {
      tracing.spawned(task, arrival.delayNanos);
    }
    if (arrival.delayNanos > 0) {
      task.delay(arrival.delayNanos);
    } else {
      add(task);
    }
  }

  private void add(Task<?> task) {
    ready.add(task);
    if (tracing != null) {
      tracing.ready(task);
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
    if (task.index < 0) {
      return; // it was abandoned, and never here
    }
    tasks.remove(task);
    counters.increment(Counters.Count.ENDED);
    if (task.exception().isPresent()) {
      counters.increment(Counters.Count.FAILED);
    } else if (task.exit().isPresent()) {
      counters.increment(Counters.Count.KILLED);
    }
    if (tracing != null) {
      tracing.ended(task);
    }
  }

  // ---- questions, by any thread --------------------------------------------------------------

  List<Task<?>> tasks() {
    return tasks.all();
  }

  int taskCount() {
    return tasks.size();
  }

  /** How much of this has happened so far. */
  long count(Counters.Count count) {
    return counters.get(count);
  }

  /** How many tasks are ready, about, when another thread asks. */
  int readyCount() {
    return ready.size();
  }

  /** How many timers run, about, those included that are over and were not swept out yet. */
  int timerCount() {
    return timers.size();
  }

  /** The thread that runs the tasks; null before and after. */
  Thread carrier() {
    return carrier;
  }

  /** The task that runs, as another thread may see it: perhaps late, perhaps not at all. */
  Optional<Task<?>> running() {
    try {
      return Optional.ofNullable(Scheduler.taskOn(carrierStack));
    } catch (RuntimeException e) {
      return Optional.empty(); // the stack was changing
    }
  }

  /** All counts, in a line. */
  String counts() {
    return tasks.size()
        + " tasks, "
        + ready.size()
        + " ready, "
        + timers.size()
        + " timers; "
        + counters;
  }

  /** Whether the carrier waits for something to do. */
  boolean isIdle() {
    return idle;
  }

  AutoCloseable expectOutside() {
    return outsideWork.begin(this::wakeUp);
  }

  /** The carrier shall look again what there is to do. Any thread. */
  private void wakeUp() {
    LockSupport.unpark(carrier);
  }
}
