package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Frame;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Expiring;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Poller;
import dev.weft.waiting.Waiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Runs tasks on one thread, one at a time, in an order that is promised: those that become ready
 * first run first, timers expire in the order of their deadlines, and equal ones in the order they
 * were started. Between two points where it waits, a task has everything that is confined to its
 * hub to itself.
 *
 * <pre>{@code
 * Hub.run(() -> {
 *   Task.spawn(() -> serve(client));
 *   Task.sleep(Duration.ofSeconds(1));
 * });
 * }</pre>
 *
 * <p>A hub ends with its main task: those that are left are killed, and every {@code finally} of
 * theirs runs. Threads: {@link #spawn} and the questions by any thread. The tasks run on the thread
 * that called {@link #run}, the carrier; while one blocks it, because it is pinned or waits in a
 * call that Weft does not know, the others run on a spare one, and still one at a time.
 */
public final class Hub extends Scheduler {
  private final HubOptions options;
  private final HubLoop loop;
  private volatile Task<?> main;

  Hub(HubOptions options) {
    this.options = options;
    this.loop = new HubLoop(this, options);
    options.contexts().forEach(this::carry);
  }

  // ---- running -------------------------------------------------------------------------------

  /**
   * Runs {@code body} as the main task of a new hub on the current thread. Returns when it has
   * ended, and the tasks left over were killed and have ended.
   *
   * @throws Exception what the body throws
   * @throws IllegalStateException if the current thread is running a task already
   */
  public static void run(SuspendableRunnable body) throws Exception {
    with().run(body);
  }

  /** The same for a body with a result. */
  public static <T> T call(SuspendableCallable<T> body) throws Exception {
    return with().call(body);
  }

  /** To run a hub with a clock, a name, or policies of your own. */
  public static HubOptions with() {
    return new HubOptions();
  }

  /** The hub that runs the calling code; empty outside of tasks and on other schedulers. */
  public static Optional<Hub> current() {
    return Task.current().map(Task::scheduler).filter(Hub.class::isInstance).map(Hub.class::cast);
  }

  /** Its main task, which starts with {@code start}. */
  <T> Task<T> mainTask(Frame start) {
    TaskLocals locals = TaskLocals.inherit(null, TaskLocals.Inheritance.COPIED, contexts());
    Task<T> task = new Task<>(this, start, "main", null, locals, true, false, null);
    main = task;
    return task;
  }

  /** Whether its tasks are killed when the JVM ends, so that they can clean up. */
  boolean isEndedWithJvm() {
    return !options.runsThreads();
  }

  HubLoop loop() {
    return loop;
  }

  // ---- the end -------------------------------------------------------------------------------

  long graceNanos() {
    return options.graceNanos();
  }

  /** Ends the hub from outside: its main task is killed, and then the others. Any thread. */
  public void shutdown() {
    Task<?> first = main;
    if (first != null) {
      first.killAsync(new TaskExit("the hub is shut down"));
    }
  }

  // ---- waiting for its tasks -----------------------------------------------------------------

  /**
   * Waits until its other tasks have ended, those spawned meanwhile included, and those in the
   * {@linkplain TaskSpec#background background} not.
   */
  @Suspendable
  public void join() throws InterruptedException {
    boolean ended = join(Waiter.FOREVER);
    assert ended;
  }

  /**
   * The same, but no longer than {@code timeout}.
   *
   * @return whether none is left
   */
  @Suspendable
  public boolean join(Duration timeout) throws InterruptedException {
    return join(Limit.nanos(timeout, "timeout"));
  }

  @Suspendable
  private boolean join(long nanos) throws InterruptedException {
    Task<?> caller = Task.currentOrNull();
    long start = clock().nanoTime();
    long left = nanos;
    for (List<Task<?>> others = foreground(caller); !others.isEmpty(); ) {
      for (Task<?> task : others) {
        if (left <= 0 && !task.isDone()) {
          return false;
        }
        task.awaitEnd(left);
        if (nanos != Waiter.FOREVER) {
          left = Math.max(0, nanos - (clock().nanoTime() - start));
        }
      }
      others = foreground(caller);
    }
    return true;
  }

  private List<Task<?>> foreground(Task<?> caller) {
    return tasks().stream().filter(t -> t != caller && !t.isBackground() && !t.isDone()).toList();
  }

  // ---- questions -----------------------------------------------------------------------------

  /** Its tasks that have not ended, in the order in which they were spawned. A snapshot. */
  public List<Task<?>> tasks() {
    return loop.tasks();
  }

  /** How many tasks have not ended. */
  public int taskCount() {
    return loop.taskCount();
  }

  /** The task it was run for. */
  public Task<?> main() {
    return main;
  }

  /** How often a task was run until it waited or ended. */
  public long steps() {
    return loop.count(Counters.Count.STEPS);
  }

  @Override
  public Clock clock() {
    return options.clock();
  }

  /**
   * Tasks that wait for each other in a circle, even while others live; each waits for the next
   * one. Never a false alarm; a wait that a timeout can end does not count. Any thread.
   */
  public List<List<Task<?>>> findDeadlocks() {
    return DeadlockFinder.among(tasks());
  }

  /**
   * Its tasks as text: each below the one that spawned it, with its state, what it waits for, who
   * holds that, where it stands, and the variables there that it will read again ({@link
   * Task#calls}). Like ones are shown once, with the variables of the first, and counted. Any
   * thread; exact when a task of this hub asks.
   */
  public String dump() {
    StringBuilder text = new StringBuilder();
    try {
      dump(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The same, written piece by piece. */
  public void dump(Appendable out) throws IOException {
    TaskTree.print(this, out);
  }

  /** How many tasks were spawned on it so far. */
  public long spawned() {
    return loop.count(Counters.Count.SPAWNED);
  }

  /** How many of its tasks have ended, however they did. */
  public long ended() {
    return loop.count(Counters.Count.ENDED);
  }

  /** How many of its tasks have failed. */
  public long failed() {
    return loop.count(Counters.Count.FAILED);
  }

  /** How many of its tasks were killed. */
  public long killed() {
    return loop.count(Counters.Count.KILLED);
  }

  /** How many of its tasks are ready, about. */
  public int ready() {
    return loop.readyCount();
  }

  /** How many of its timers run, about; some may be over. */
  public int timers() {
    return loop.timerCount();
  }

  /** How often a task of it blocked its carrier: see {@link HubOptions#onPinned}. */
  public long pinned() {
    return loop.pins().total();
  }

  /** The same by place: the frame that was in the way, and the reason. A snapshot. */
  public Map<String, Long> pinnedPlaces() {
    return loop.pins().places();
  }

  /** How many spare carriers it has now. */
  public int spares() {
    return loop.baton().spares();
  }

  /** The thread that runs it; empty before and after, and when tasks block all that it may have. */
  public Optional<Thread> carrier() {
    return Optional.ofNullable(loop.baton().thread());
  }

  /** Its name. */
  public String name() {
    return options.name();
  }

  /**
   * Announces that something outside of the hub will wake one of its tasks: as long as this is open
   * the hub waits for it, and neither reports a deadlock nor lets a manual clock jump. Any thread.
   */
  public AutoCloseable expectOutside() {
    return loop.rest().expectOutside();
  }

  // ---- for tasks -----------------------------------------------------------------------------

  @Override
  void begin(Task<?> task, long delayNanos) {
    loop.begin(task, delayNanos);
  }

  @Override
  void ready(Task<?> task) {
    loop.ready(task);
  }

  @Override
  void startTimer(Expiring entry, long nanos) {
    loop.startTimer(entry, nanos);
  }

  @Override
  void forgetTimer() {
    loop.forgetTimer();
  }

  @Override
  Poller poller() {
    return loop.rest().poller();
  }

  @Override
  void ended(Task<?> task) {
    if (task.adopted() != null) {
      task.adopted().end(); // if it was killed before it began
    }
    loop.ended(task);
  }

  @Override
  boolean showsVariables() {
    return options.showsVariables();
  }

  @Override
  <T> T block(Task<?> task, Callable<T> call) throws Exception {
    return loop.baton().block(task, call);
  }

  @Override
  Home keepCarrier(Task<?> task, Blocker blocker) {
    loop.pins().waits(task, blocker);
    return Carrier.current();
  }

  @Override
  void uncaught(Task<?> task, Throwable failure) {
    if (task != main) {
      options.uncaught(task, failure);
    }
  }

  @Override
  public String toString() {
    return "Hub \"" + Objects.requireNonNullElse(name(), "?") + "\"";
  }
}
