package dev.weft.hub;

import dev.weft.abi.FrameStack;
import dev.weft.abi.Hold;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Expiring;
import dev.weft.waiting.ThreadState;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;

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
  private final Inbox outside = new Inbox();
  private final TaskTable tasks = new TaskTable();
  private final BooleanSupplier hasArrivals;
  private final Counters counters = new Counters();

  /** Null when nobody listens. */
  private final Tracing tracing;

  private final Baton baton;
  private final Pins pins;
  private HubCourse course;
  private volatile Throwable failure;

  private final DeadlockAlarm alarm = new DeadlockAlarm();
  private final Rest rest;
  private volatile boolean ended;

  HubLoop(Hub hub, HubOptions options) {
    this.hub = hub;
    this.options = options;
    this.tracing = options.tracing();
    this.baton = new Baton(this, options.name(), options.spares());
    this.pins = new Pins(options::pinned);
    this.rest = new Rest(baton);
    this.hasArrivals = () -> !outside.isEmpty();
  }

  /** Runs on the current thread until {@code main} and, killed then, all others have ended. */
  void run(Task<?> main) {
    FrameStack stack = FrameStack.ofCurrentThread();
    Scheduler.refuseInTask(stack);
    course = new HubCourse(this, main, options);
    Carrier primary = baton.begin(stack);
    ThreadState.lend(primary.thread(), main);
    try {
      begin(main, 0);
      runAll(primary);
    } finally {
      ThreadState.giveBack(primary.thread(), main);
    }
    if (main.isInterrupted()) {
      Thread.currentThread().interrupt(); // nobody has taken it
    }
  }

  @SuppressWarnings("try") // they are only held
  private void runAll(Carrier primary) {
    try (HubShutdown shutdown = HubShutdown.register(hub, baton);
        AutoCloseable monitor = HubMonitor.start(hub, options);
        AutoCloseable watch = CarrierWatch.start(this, baton)) {
      serve(primary);
      if (failure != null) {
        throw Throwing.sneaky(failure);
      }
    } catch (Exception e) {
      throw Throwing.sneaky(e); // nothing in here is declared to throw
    } finally {
      ended = true;
      outside.refuse();
      rest.close();
      tasks.all().forEach(Task::abandon); // those that did not end in time, or the loop has failed
      baton.end();
    }
  }

  /** Runs tasks whenever this carrier, which is the current thread, has the baton. */
  void serve(Carrier me) {
    while (baton.awaitTurn(me)) {
      drive(me);
    }
  }

  /** Runs ready tasks until the hub is over, or another carrier has got the baton. */
  private void drive(Carrier me) {
    while (baton.isHeldBy(me)) {
      Task<?> until = course.next();
      if (until == null) {
        baton.finish();
        return;
      }
      takeInterrupt();
      takeOutside();
      expireTimers();
      if (!ready.isEmpty()) {
        turn(me, until);
      } else if (!course.isEnding()) {
        idle(until);
      } else if (!idleAtEnd()) {
        course.giveUp();
      }
    }
  }

  /** Who interrupts the thread that runs the hub means the program in it. */
  void takeInterrupt() {
    if (Thread.interrupted()) {
      course.main().interrupt();
    }
  }

  private void turn(Carrier me, Task<?> until) {
    FrameStack stack = me.stack();
    for (int i = 0; i < TURN && !until.isDone(); i++) {
      Task<?> next = ready.poll();
      if (next == null) {
        return;
      }
      counters.increment(Counters.Count.STEPS);
      if (next.home() != null) {
        rest.afterStep(TURN); // for whom input has come is ready when this one is so again
        baton.pass(me, (Carrier) next.home());
        return;
      }
      if (tracing == null) {
        next.step(stack);
      } else {
        tracing.step(next, stack);
      }
      rest.afterStep(TURN);
    }
  }

  /** Lets in what other threads have handed in. */
  void takeOutside() {
    for (Inbox.Arrival next = outside.poll(); next != null; next = outside.poll()) {
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
    } else if (canBeWoken()) {
      waitForOutside(options.deadlockNanos());
    } else if (outside.isEmpty()) { // else somebody has woken a task meanwhile, and is gone
      DeadlockException deadlock = Deadlocks.describe(hub, main, tasks.all());
      if (options.deadlocks() == HubOptions.DeadlockPolicy.REPORT
          || !alarm.raiseIn(main, deadlock, ready)) {
        alarm.reportOnce(deadlock);
        waitForOutside(options.deadlockNanos());
      }
    }
  }

  /** Waits for the next timer, an arrival, or {@code limit} nanoseconds. */
  private void awaitTimer(long limit) {
    long deadline = timers.next();
    if (!rest.isExpecting()
        && baton.away() == 0
        && outside.isEmpty()
        && options.clock().skipTo(deadline)) {
      return;
    }
    long nanos = deadline - options.clock().nanoTime();
    if (nanos > 0) {
      waitForOutside(Math.min(nanos, limit));
    }
  }

  private void waitForOutside(long nanos) {
    rest.begin(nanos, hasArrivals);
  }

  /** Whether something may wake a task that this hub does not see. */
  private boolean canBeWoken() {
    return rest.isExpecting()
        || baton.away() > 0
        || Deadlocks.canBeWoken(baton::isCarrier, tasks::all);
  }

  /** The same while the last tasks end; false when there is nothing to wait for, or no time. */
  private boolean idleAtEnd() {
    long left = course.nanosLeft();
    if (!timers.isEmpty()) {
      awaitTimer(left);
    } else if (canBeWoken()) {
      waitForOutside(Math.min(left, options.deadlockNanos()));
    } else if (outside.isEmpty()) {
      return false; // it waits for what cannot come any more
    }
    return true;
  }

  // ---- for tasks ------------------------------------------------------------------------------

  /** A new task begins. Any thread. */
  void begin(Task<?> task, long delayNanos) {
    if (ended) {
      throw new IllegalStateException(hub + " has ended; it runs no more tasks");
    }
    Hold.check();
    if (baton.isHeldByCurrentThread()) {
      arrive(new Inbox.Arrival(task, delayNanos));
    } else {
      fromOutside(new Inbox.Arrival(task, delayNanos));
    }
  }

  /** A task can go on. Any thread. */
  void ready(Task<?> task) {
    if (baton.isHeldByCurrentThread()) {
      add(task);
    } else {
      fromOutside(new Inbox.Arrival(task, Inbox.Arrival.GOES_ON));
    }
  }

  private void arrive(Inbox.Arrival arrival) {
    Task<?> task = arrival.task();
    if (arrival.delayNanos() == Inbox.Arrival.GOES_ON) {
      add(task);
      return;
    }
    tasks.add(task);
    counters.increment(Counters.Count.SPAWNED);
    if (tracing != null) {
      tracing.spawned(task, arrival.delayNanos());
    }
    if (arrival.delayNanos() > 0) {
      task.delay(arrival.delayNanos());
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

  private void fromOutside(Inbox.Arrival arrival) {
    outside.add(arrival);
    if (ended) {
      refuseOutside(); // it may have been added too late to be seen by the carrier
    } else if (baton.holder() == null) {
      baton.fill();
    } else {
      rest.end();
    }
  }

  private void refuseOutside() {
    outside.refuse();
    baton.fill();
  }

  /** When nobody holds the baton: a carrier that a ready task stands on; null if there is none. */
  Carrier takeReturned() {
    return outside.takeReturned(ready);
  }

  // ---- tasks that block a carrier ------------------------------------------------------------

  /** The loop has failed on a spare carrier: the first one shall say so. */
  void fail(Throwable why) {
    failure = why;
  }

  Pins pins() {
    return pins;
  }

  Baton baton() {
    return baton;
  }

  Hub hub() {
    return hub;
  }

  void startTimer(Expiring entry, long nanos) {
    Hold.check();
    long now = options.clock().nanoTime();
    timers.add(entry, nanos > Long.MAX_VALUE / 2 ? now + Long.MAX_VALUE / 2 : now + nanos);
  }

  void forgetTimer() {
    Hold.check();
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

  /** Whether its tasks are threads of the program. */
  boolean runsThreads() {
    return options.runsThreads();
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

  /** All counts, in a line. */
  String counts() {
    return tasks.size()
        + " tasks, "
        + ready.size()
        + " ready, "
        + timers.size()
        + " timers; "
        + counters
        + pins.summary(baton.spares());
  }

  /** Whether the carrier waits for something to do. */
  boolean isIdle() {
    return rest.isIdle();
  }

  /** How who holds the baton waits for something to do. */
  Rest rest() {
    return rest;
  }
}
