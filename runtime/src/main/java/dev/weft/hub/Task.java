package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Frame;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Throwing;
import dev.weft.abi.Twin;
import dev.weft.continuation.CarrierTrace;
import dev.weft.waiting.AdoptedThread;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Expiring;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A coroutine with a scheduler: it runs until it waits, and goes on when what it waits for has
 * come. What thousands of threads would be, at the price of an object each.
 *
 * <pre>{@code
 * Hub.run(() -> {
 *   Task<String> page = Task.spawn(() -> fetch(url));
 *   Task.sleep(Duration.ofSeconds(1));
 *   System.out.println(page.result());
 * });
 * }</pre>
 *
 * <p>A task ends by returning, by an exception, or by letting a {@link TaskExit} pass, which {@link
 * #kill()} raises in it; the last counts as success. As a {@code Future}, a task that ended by a
 * TaskExit is a cancelled one.
 *
 * <p>Threads: the methods that take effect on another task can be called by any task of any
 * scheduler, and by any thread. {@code join}, {@code get} and {@code result} suspend a task and
 * block a thread.
 */
public final class Task<T> extends EndingStrand<T> {
  private static final Blocker SLEEP = new Named("sleep");

  private final Scheduler scheduler;
  private final long id;
  private final long spawnerId;
  private final boolean reported;
  private final boolean background;
  private String name;
  private TaskLocals locals;
  private int killRequests;

  /** How many timeouts are started in it; constant as long as {@link #waiter} is the same. */
  private int timeouts;

  /** Where the scheduler keeps it. */
  int index = -1;

  Task(
      Scheduler scheduler,
      Frame start,
      String name,
      Task<?> spawner,
      TaskLocals locals,
      boolean reported,
      boolean background,
      AdoptedThread adopted) {
    super(start);
    this.scheduler = scheduler;
    this.id = scheduler.nextId();
    this.name = name;
    this.spawnerId = spawner == null || spawner.scheduler != scheduler ? 0 : spawner.id;
    this.locals = locals;
    this.reported = reported;
    this.background = background;
    initThread(adopted);
  }

  // ---- the running task ----------------------------------------------------------------------

  /**
   * A new task beside the running one; it starts when the tasks that are ready now had their turn.
   *
   * @throws IllegalStateException if no task runs the calling code
   */
  public static Task<Void> spawn(SuspendableRunnable body) {
    return with().spawn(body);
  }

  /** The same for a body with a result. */
  public static <T> Task<T> spawn(SuspendableCallable<T> body) {
    return with().spawn(body);
  }

  /** To spawn a task with a name, a delay, on another scheduler, with other locals. */
  public static TaskSpec with() {
    return new TaskSpec();
  }

  /** The task that runs the calling code; empty outside of tasks. */
  public static Optional<Task<?>> current() {
    return Optional.ofNullable(currentOrNull());
  }

  static Task<?> currentOrNull() {
    return Scheduler.taskOn(FrameStack.ofCurrentThread());
  }

  /** The running task, or an exception that says where {@code operation} can be called. */
  static Task<?> require(String operation) {
    Task<?> task = currentOrNull();
    if (task == null) {
      throw new IllegalStateException(
          operation
              + ": no task runs this code; call it inside Hub.run(...), or use the methods of a"
              + " Hub");
    }
    return task;
  }

  /**
   * Waits for a time, at least; in plain code outside of tasks it blocks the thread. Zero lets the
   * other ready tasks run.
   *
   * @throws InterruptedException if the task is interrupted
   */
  @Suspendable
  public static void sleep(Duration duration) throws InterruptedException {
    long nanos = Limit.nanos(duration, "duration");
    boolean woken = Waiter.of(SLEEP).await(nanos);
    assert !woken;
  }

  @Twin
  static void sleep(Duration duration, FrameStack stack) throws InterruptedException {
    long nanos = Limit.nanos(duration, "duration");
    if (nanos == 0) {
      yieldNow(stack);
    } else {
      sleepNanos(nanos, stack);
    }
  }

  @PassesStack
  @SuppressWarnings({"UnusedVariable", "CheckReturnValue"}) // the weaver passes the stack on
  private static void sleepNanos(long nanos, FrameStack stack) throws InterruptedException {
    Waiter.of(SLEEP).await(nanos);
  }

  /**
   * Makes a call that is known to block the thread; the other tasks run on another carrier at once,
   * not only when that was noticed. In plain code outside of tasks it just makes the call.
   */
  public static <T> T blocking(Callable<T> call) throws Exception {
    Task<?> task = currentOrNull();
    return task == null ? call.call() : task.scheduler.block(task, call);
  }

  /** Lets the other ready tasks run; in plain code outside of tasks, perhaps other threads. */
  @Suspendable
  @SuppressWarnings("ThreadPriorityCheck") // it promises nothing
  public static void yieldNow() {
    Thread.yield();
  }

  @Twin
  @SuppressWarnings("ThreadPriorityCheck")
  static void yieldNow(FrameStack stack) {
    Task<?> task = Scheduler.taskOn(stack);
    if (task == null || !task.trySuspendReady(stack)) {
      Thread.yield();
    }
  }

  // ---- its state -----------------------------------------------------------------------------

  /** Its number, from 1 on for each scheduler. */
  public long id() {
    return id;
  }

  /** The number of the task of the same scheduler that spawned it; 0 when none did. */
  public long spawnerId() {
    return spawnerId;
  }

  /** Whether {@link Hub#join} does not wait for it. */
  public boolean isBackground() {
    return background;
  }

  /** The name that dumps and messages show. */
  @Override
  public String name() {
    AdoptedThread thread = adopted();
    return thread != null ? thread.thread().getName() : name == null ? "task-" + id : name;
  }

  /** Renames it. */
  public void setName(String newName) {
    name = Objects.requireNonNull(newName, "name");
  }

  /** Who runs it. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /**
   * Where it is suspended, innermost call first; empty when it has not begun or runs elsewhere. Of
   * one that blocks its carrier, what stands on that.
   */
  public StackTraceElement[] stackTrace() {
    Home blocked = home();
    return blocked == null || blocked.thread() == Thread.currentThread()
        ? trace()
        : CarrierTrace.of(blocked.thread()).toArray(StackTraceElement[]::new);
  }

  /** What it waits for; empty when it does not wait. */
  public Optional<Blocker> waitsFor() {
    Waiter waiter = waiter();
    return waiter == null || waiter.isDecided() ? Optional.empty() : Optional.of(waiter.blocker());
  }

  /** Whether it waits, and its wait ends by itself when its time is up. */
  public boolean waitsWithLimit() {
    Waiter waiter = waiter();
    return waiter != null && waiter.isTimed();
  }

  // ---- ending it -----------------------------------------------------------------------------

  /**
   * Raises a {@link TaskExit} in it, and waits until it has ended. One that has not begun never
   * will. A task that kills itself gets the exit at once.
   */
  @Suspendable
  public void kill() throws InterruptedException {
    kill(new TaskExit());
  }

  /** The same with an exception of your choice; one that is no TaskExit makes it a failed task. */
  @Suspendable
  public void kill(Throwable exception) throws InterruptedException {
    killAsync(exception);
    awaitEnd(Waiter.FOREVER);
  }

  /** The same, but waits no longer than {@code timeout}; {@link #isDone} tells. */
  @Suspendable
  public void kill(Throwable exception, Duration timeout) throws InterruptedException {
    long nanos = Limit.nanos(timeout, "timeout");
    killAsync(exception);
    awaitEnd(nanos);
  }

  /** Raises a {@link TaskExit} where it waits next, and does not wait for its end. */
  public void killAsync() {
    killAsync(new TaskExit());
  }

  /** The same with an exception of your choice. */
  public void killAsync(Throwable exception) {
    Objects.requireNonNull(exception, "exception");
    if (isDone()) {
      return;
    }
    synchronized (this) {
      killRequests++;
    }
    if (currentOrNull() == this) {
      throw Throwing.sneaky(exception);
    }
    raise(exception);
  }

  /** Kills it without waiting, whatever the argument is; false if it had ended. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isDone()) {
      return false;
    }
    killAsync(new TaskExit("cancelled"));
    return true;
  }

  /** How often it was killed, less what it {@linkplain #forgetKill forgot}. */
  public synchronized int killRequests() {
    return killRequests;
  }

  /**
   * Called by a task that caught the exception of a kill and goes on on purpose.
   *
   * @return how many kills are left
   */
  public synchronized int forgetKill() {
    killRequests = Math.max(0, killRequests - 1);
    return killRequests;
  }

  // ---- for the scheduler ---------------------------------------------------------------------

  @Override
  Task<T> asTask() {
    return this;
  }

  @Override
  void ended(Throwable failure) {
    if (failure != null && reported) {
      scheduler.uncaught(this, failure);
    }
    scheduler.ended(this);
  }

  /** Makes it wait for its first turn. */
  void delay(long nanos) {
    parkNew(new Waiter(this, SLEEP), nanos);
  }

  boolean isRunning() {
    return isMounted();
  }

  /** A timeout was started in it (1), or stopped (-1). */
  void countTimeout(int difference) {
    timeouts += difference;
  }

  /** Whether a timeout may end what it waits for. */
  boolean hasTimeout() {
    return timeouts > 0;
  }

  private boolean trySuspendReady(FrameStack stack) {
    if (!canSuspend(stack)) {
      return false;
    }
    suspendReady(stack);
    return true;
  }

  TaskLocals locals() {
    if (locals == null) {
      locals = new TaskLocals();
    }
    return locals;
  }

  TaskLocals localsOrNull() {
    return locals;
  }

  void setLocals(TaskLocals other) {
    locals = other;
  }

  @Override
  protected void schedule() {
    scheduler.ready(this);
  }

  @Override
  protected void startTimer(Expiring entry, long nanos) {
    scheduler.startTimer(entry, nanos);
  }

  @Override
  protected void forgetTimer() {
    scheduler.forgetTimer();
  }

  @Override
  protected long nanoTime() {
    return scheduler.clock().nanoTime();
  }

  @Override
  final Home newHome(Blocker blocker) {
    return scheduler.keepCarrier(this, blocker);
  }

  // ---- as something to wait for --------------------------------------------------------------

  /** Itself: only this task can end a wait for its end. */
  @Override
  public List<?> holders() {
    return List.of(this);
  }

  @Override
  public String toString() {
    return "Task \"" + name() + "\" " + TaskTree.state(this);
  }
}
