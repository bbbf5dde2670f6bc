package dev.weft.patch;

import dev.weft.abi.FrameStack;
import dev.weft.hub.ThreadHubs;
import dev.weft.waiting.AdoptedThread;
import dev.weft.waiting.Permit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.ThreadState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What {@link Thread} asks in programs whose threads are tasks, with {@code patch=on}: the agent
 * lets its methods begin with these. Whatever is no such thread goes on as ever.
 *
 * <p>Threads: any. Called from within the JDK, by every thread: they must be quick, and must not
 * wait.
 */
public final class Threads {
  /** Whether threads may become tasks: not before the agent is ready, nor when the JVM ends. */
  private static volatile boolean on;

  private static final AtomicInteger JOBS = new AtomicInteger();

  private Threads() {}

  /**
   * From now on threads that are started may become tasks.
   *
   * @param carriers how many are to run them; 0 for one a processor
   */
  public static void begin(int carriers) {
    ThreadHubs.setCarriers(carriers);
    on = true;
  }

  /** From now on none do: the JVM ends, and what is started now ends it. */
  public static void endWithJvm() {
    on = false;
  }

  // ---- starting ------------------------------------------------------------------------------

  /**
   * Starts a thread as a task, if its body can suspend.
   *
   * @return false when the JVM is to start it
   * @throws IllegalThreadStateException if it was started before
   */
  public static boolean start(Thread thread) {
    if (AdoptedThread.isKnown(thread)) {
      throw new IllegalThreadStateException();
    }
    if (!on || thread.getState() != Thread.State.NEW) {
      return false;
    }
    Runnable body = Jobs.bodyOf(thread);
    if (body == null) {
      return false;
    }
    boolean interrupted = thread.isInterrupted(); // not of a task yet
    AdoptedThread adopted = AdoptedThread.adopt(thread, interrupted, new Ending(thread.isDaemon()));
    boolean started = false;
    try {
      ThreadBody.enterGroup(thread);
      ThreadHubs.start(adopted, new ThreadBody(adopted, body));
      started = true;
    } finally {
      if (!started) {
        adopted.release();
      }
    }
    return true;
  }

  /**
   * The same for a thread that some of the JDK's code keeps count of.
   *
   * @param container one of the JDK's, which only says whose thread it is if it is a shared one
   */
  public static boolean start(Thread thread, Object container) {
    return container.getClass().getSimpleName().equals("SharedThreadContainer") && start(thread);
  }

  /** What is done when a thread has ended, before its task has. */
  private record Ending(boolean daemon) implements Runnable {
    @Override
    public void run() {
      ThreadHubs.ended(daemon);
    }
  }

  /**
   * Stands for {@link Executor#execute} where a {@link java.util.concurrent.CompletableFuture}
   * hands over what it was given: a job that can suspend gets a thread of its own instead of one of
   * the common pool's, as on machines for which that is too small.
   */
  public static void execute(Executor executor, Runnable job) {
    if (on && executor == ForkJoinPool.commonPool() && Jobs.canSuspend(job)) {
      Thread thread = new Thread(job, "ForkJoinPool.commonPool-task-" + JOBS.incrementAndGet());
      thread.setDaemon(true);
      thread.start();
    } else {
      executor.execute(job);
    }
  }

  /** Who makes a thread: whose group, priority, inheritable thread locals and so on it gets. */
  public static Thread creator() {
    Thread carrier = Thread.currentThread();
    FrameStack stack = FrameStack.ofCarrierOrNull(carrier);
    Strand strand =
        stack == null || stack.currentTold() == null ? null : Strand.currentOrNull(stack);
    Thread own = strand == null ? null : strand.threadOrNull();
    if (own == null || own.getThreadGroup() == null) {
      return carrier; // nobody asked for one yet, or it has just ended
    }
    ThreadState.showInheritable(carrier, own);
    return own;
  }

  // ---- one that was started ------------------------------------------------------------------

  /** Whether a thread was started as a task; the others below are for these. */
  public static boolean isTask(Thread thread) {
    return AdoptedThread.isKnown(thread);
  }

  /** Some threads of the JVM, and all that are tasks. */
  public static Thread[] withTasks(Thread[] threads) {
    List<Thread> all = new ArrayList<>(List.of(threads));
    all.addAll(AdoptedThread.allLive());
    return all.toArray(new Thread[0]);
  }

  /** Stands for {@link Thread#isAlive}. */
  public static boolean isAlive(Thread thread) {
    AdoptedThread live = AdoptedThread.liveOrNull(thread);
    return live != null && live.isAlive();
  }

  /** Stands for {@link Thread#getState}. */
  public static Thread.State getState(Thread thread) {
    AdoptedThread live = AdoptedThread.liveOrNull(thread);
    return live == null ? Thread.State.TERMINATED : live.state();
  }

  /** Stands for {@link Thread#getStackTrace}. */
  public static StackTraceElement[] getStackTrace(Thread thread) {
    AdoptedThread live = AdoptedThread.liveOrNull(thread);
    return live == null ? new StackTraceElement[0] : live.stackTrace();
  }

  /** Whether a thread is a task that has not ended; an ended one is interrupted as any thread. */
  public static boolean isLiveTask(Thread thread) {
    return AdoptedThread.liveOrNull(thread) != null;
  }

  /** Stands for {@link Thread#interrupt}. */
  public static void interrupt(Thread thread) {
    Strand strand = AdoptedThread.strandOrNull(thread);
    if (strand != null) {
      strand.interruptByThread();
    }
  }

  /** Stands for {@link Thread#isInterrupted}. */
  public static boolean isInterrupted(Thread thread) {
    Strand strand = AdoptedThread.strandOrNull(thread);
    return strand != null && strand.isInterrupted();
  }

  /** Stands for {@code LockSupport.unpark}; false for a thread of the JVM, which is left alone. */
  public static boolean unpark(Thread thread) {
    Permit permit = AdoptedThread.permitOrNull(thread);
    if (permit != null) {
      permit.release();
    }
    return permit != null;
  }
}
