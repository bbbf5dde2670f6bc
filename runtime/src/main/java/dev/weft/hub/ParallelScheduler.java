package dev.weft.hub;

import dev.weft.abi.FrameStack;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Expiring;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Poller;
import dev.weft.waiting.Pollers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs tasks on several carriers at a time: whichever of them is free takes the next. A task may
 * change carriers wherever it waits, and tasks that share data need locks, as threads do. For those
 * that shall not, there is the {@link HubGroup}.
 *
 * <pre>{@code
 * try (ParallelScheduler scheduler = ParallelScheduler.start(4)) {
 *   scheduler.spawn(() -> crawl(url)).join();
 * }
 * }</pre>
 *
 * <p>The carriers are those of a {@link ForkJoinPool} in its asynchronous mode, or of any executor.
 * There is no order between tasks, and no deadlock report. When the JVM is asked to end before
 * {@link #close}, the tasks are killed, and their {@code finally} blocks run. Threads: any.
 */
public final class ParallelScheduler extends Scheduler implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String name = "parallel-" + NAMES.incrementAndGet();
  private final Executor carriers;
  private final CarrierPool own;
  private final TimerThread timers = new TimerThread(Clock.SYSTEM, name + "-timers");
  private final StripedTasks tasks = new StripedTasks();
  private volatile Duration grace = Duration.ofSeconds(10);
  private final Pins pins = new Pins(Reports::pinned);
  private final ParallelShutdown shutdown = new ParallelShutdown(this);

  /** What runs tasks when the JVM ends, if a carrier is lost to that; null before. */
  private volatile Executor last;

  private volatile boolean ended;

  /** A carrier that a task blocks; if it is of a ForkJoinPool, that runs another one meanwhile. */
  private static final class Worker extends Home implements ForkJoinPool.ManagedBlocker {
    private volatile boolean released;
    private HomingStrand task;

    Worker() {
      super(Thread.currentThread());
    }

    void release() {
      released = true;
      LockSupport.unpark(thread());
    }

    @Override
    void await(HomingStrand waiting) {
      task = waiting;
      while (!released) {
        try {
          blockManaged(this);
        } catch (InterruptedException e) {
          throw new AssertionError(e); // block throws none
        } catch (RejectedExecutionException e) {
          block(); // the pool has as many threads as it may
        }
      }
    }

    @Override
    public boolean block() {
      while (!released) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          task.interrupt(); // somebody meant this task
        }
      }
      return true;
    }

    @Override
    public boolean isReleasable() {
      return released;
    }

    @Override
    String state() {
      return "ready";
    }

    @Override
    void interrupt(HomingStrand waiting, boolean byInterrupt) {
      // it waits in a way that was told
    }

    @Override
    protected void returned() {
      // nothing was taken from it
    }
  }

  /** A call that blocks, as a ForkJoinPool wants to see it. */
  private static final class BlockingCall<T> implements ForkJoinPool.ManagedBlocker {
    private final Callable<T> call;
    private final FrameStack stack = FrameStack.ofCurrentThread();
    private final Object coroutine = stack.current();
    private boolean done;
    private T result;
    private Exception thrown;

    BlockingCall(Callable<T> call) {
      this.call = call;
    }

    @Override
    public boolean block() {
      if (!done) {
        done = true;
        Object outside = stack.current();
        stack.setCurrent(coroutine); // the call is the task's
        try {
          result = call.call();
        } catch (Exception e) {
          thrown = e;
        } finally {
          stack.setCurrent(outside);
        }
      }
      return true;
    }

    @Override
    public boolean isReleasable() {
      return done;
    }
  }

  /**
   * Lets the carrier's pool know that it blocks. As the carrier, not as its task: the pool asks who
   * calls, and a task's own thread is none of its workers.
   */
  private static void blockManaged(ForkJoinPool.ManagedBlocker blocker)
      throws InterruptedException {
    FrameStack stack = FrameStack.ofCurrentThread();
    Object coroutine = stack.current();
    stack.setCurrent(null);
    try {
      ForkJoinPool.managedBlock(blocker);
    } finally {
      stack.setCurrent(coroutine);
    }
  }

  private ParallelScheduler(Executor carriers, CarrierPool own) {
    this.carriers = carriers;
    this.own = own;
    JvmShutdown.register(shutdown);
  }

  /** A scheduler with {@code parallelism} carriers of its own. */
  public static ParallelScheduler start(int parallelism) {
    CarrierPool pool = new CarrierPool(parallelism);
    return new ParallelScheduler(pool, pool);
  }

  /** A scheduler with a carrier of its own for each processor. */
  public static ParallelScheduler start() {
    return start(Runtime.getRuntime().availableProcessors());
  }

  /**
   * A scheduler whose tasks {@code carriers} runs, a stretch at a time. It is not shut down with
   * the scheduler. When it rejects a stretch, the task ends by a {@link TaskExit}.
   */
  public static ParallelScheduler on(Executor carriers) {
    return new ParallelScheduler(Objects.requireNonNull(carriers, "carriers"), null);
  }

  /** How long {@link #close} waits for tasks to end; ten seconds otherwise. */
  public ParallelScheduler grace(Duration newGrace) {
    Limit.nanos(newGrace, "grace");
    grace = newGrace;
    return this;
  }

  /** Its tasks that have not ended. A snapshot. */
  public List<Task<?>> tasks() {
    return tasks.all();
  }

  /**
   * Kills its tasks, waits for their end, and ends its own carriers. To let them end by themselves,
   * join them before.
   *
   * @throws IllegalStateException if one of its own tasks calls this
   */
  @Override
  public void close() {
    Task<?> running = Task.currentOrNull();
    if (running != null && running.scheduler() == this) {
      throw new IllegalStateException(this + " cannot be closed by its own " + running);
    }
    ended = true;
    List<Task<?>> left = new ArrayList<>(tasks.all());
    left.forEach(task -> task.killAsync(new TaskExit("its scheduler is closed")));
    awaitEnd(left);
    JvmShutdown.forget(shutdown);
    timers.end();
    if (own != null) {
      own.shutdown();
    }
  }

  private void awaitEnd(List<Task<?>> left) {
    long limit = System.nanoTime() + grace.toNanos();
    boolean interrupted = false;
    for (Task<?> task : left) {
      long nanos = limit - System.nanoTime();
      try {
        task.join(Duration.ofNanos(Math.max(0, nanos)));
      } catch (InterruptedException e) {
        interrupted = true;
        limit = System.nanoTime();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    left.removeIf(Task::isDone);
    if (!left.isEmpty()) {
      Reports.leftOver(this, left, grace);
    }
  }

  long graceNanos() {
    return grace.toNanos();
  }

  /** The JVM ends, and a carrier with it: from now on tasks run on others. By the hook. */
  void runElsewhere() {
    if (last == null) {
      last =
          Executors.newFixedThreadPool(
              Math.max(4, Runtime.getRuntime().availableProcessors()),
              run -> {
                Thread thread = new Thread(run, name + "-end");
                thread.setDaemon(true);
                return thread;
              });
    }
    if (own != null) {
      own.drain().forEach(task -> last.execute(task::invoke));
    }
  }

  @Override
  public Clock clock() {
    return Clock.SYSTEM;
  }

  @Override
  void begin(Task<?> task, long delayNanos) {
    if (ended) {
      throw new IllegalStateException(this + " is closed; it runs no more tasks");
    }
    tasks.add(task);
    if (delayNanos > 0) {
      task.delay(delayNanos);
    } else {
      ready(task);
    }
  }

  private static void run(Task<?> task) {
    FrameStack stack = FrameStack.ofCurrentThread();
    stack.carry();
    task.step(stack);
  }

  @Override
  void ready(Task<?> task) {
    if (task.home() instanceof Worker worker) {
      worker.release();
      return;
    }
    try {
      Executor other = last;
      (other == null ? carriers : other).execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      task.abandon();
    }
  }

  @Override
  void startTimer(Expiring entry, long nanos) {
    timers.start(entry, nanos);
  }

  @Override
  void forgetTimer() {
    timers.forget();
  }

  @Override
  Poller poller() {
    return Pollers.shared();
  }

  @Override
  void ended(Task<?> task) {
    tasks.remove(task);
  }

  @Override
  boolean showsVariables() {
    return true;
  }

  @Override
  <T> T block(Task<?> task, Callable<T> call) throws Exception {
    BlockingCall<T> blocking = new BlockingCall<>(call);
    try {
      blockManaged(blocking);
    } catch (RejectedExecutionException e) {
      boolean done = blocking.block(); // the pool has as many threads as it may
      assert done;
    }
    if (blocking.thrown != null) {
      throw blocking.thrown;
    }
    return blocking.result;
  }

  @Override
  Home keepCarrier(Task<?> task, Blocker blocker) {
    pins.waits(task, blocker);
    return new Worker();
  }

  @Override
  void uncaught(Task<?> task, Throwable failure) {
    Reports.uncaught(task, failure);
  }

  @Override
  public String toString() {
    return "ParallelScheduler \"" + name + "\"";
  }
}
