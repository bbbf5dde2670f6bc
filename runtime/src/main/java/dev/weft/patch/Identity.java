package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.waiting.AdoptedThread;
import dev.weft.waiting.Permit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.StrandThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Who runs the calling code: a task's own {@link Thread}, or the thread itself. Stands for {@link
 * Thread#currentThread}, {@link Thread#interrupted} and {@link LockSupport} in woven code and in
 * {@code java.util.concurrent}, so that locks are owned, and waiters woken, as if each task were a
 * thread. Threads: any.
 */
public final class Identity {
  private Identity() {}

  /** Stands for {@link Thread#currentThread}. */
  public static Thread currentThread() {
    Thread carrier = Thread.currentThread();
    Strand strand = strandOn(carrier);
    return strand == null ? carrier : strand.thread();
  }

  /** Stands for {@link Thread#interrupted}. */
  public static boolean interrupted() {
    Strand strand = strandOn(Thread.currentThread());
    return strand == null ? Thread.interrupted() : strand.testInterrupt();
  }

  /**
   * Stands for {@link System#nanoTime} in copies of the JDK's waiting methods, which wait by the
   * clock of the task's scheduler.
   */
  public static long nanoTime() {
    Strand strand = strandOn(Thread.currentThread());
    return strand == null ? System.nanoTime() : strand.clockNanoTime();
  }

  /** Stands for {@link Thread#isAlive}. */
  public static boolean isAlive(Thread thread) {
    if (thread instanceof StrandThread own) {
      return !own.strand().isFinished();
    }
    return AdoptedThread.isKnown(thread) ? Threads.isAlive(thread) : thread.isAlive();
  }

  private static Strand strandOn(Thread carrier) {
    FrameStack stack = FrameStack.ofCarrierOrNull(carrier);
    return stack == null || stack.currentTold() == null ? null : Strand.currentOrNull(stack);
  }

  // ---- parking -------------------------------------------------------------------------------

  /** Stands for {@link LockSupport#unpark}. */
  public static void unpark(Thread thread) {
    Permit permit = AdoptedThread.permitOrNull(thread);
    if (permit != null) {
      permit.release();
    } else {
      LockSupport.unpark(thread);
    }
  }

  /** Stands for {@link LockSupport#park()}. */
  @Suspendable
  public static void park() {
    park(null);
  }

  /** Stands for {@link LockSupport#park(Object)}. */
  @Suspendable
  public static void park(Object blocker) {
    Strand strand = strandOn(Thread.currentThread());
    if (strand != null) {
      strand.permit().await(strand, blocker, Long.MAX_VALUE);
    } else {
      LockSupport.park(blocker);
    }
  }

  /** Stands for {@link LockSupport#parkNanos(long)}. */
  @Suspendable
  public static void parkNanos(long nanos) {
    parkNanos(null, nanos);
  }

  /** Stands for {@link LockSupport#parkNanos(Object, long)}. */
  @Suspendable
  public static void parkNanos(Object blocker, long nanos) {
    Strand strand = strandOn(Thread.currentThread());
    if (strand != null) {
      if (nanos > 0) {
        strand.permit().await(strand, blocker, nanos);
      }
    } else {
      LockSupport.parkNanos(blocker, nanos);
    }
  }

  /** Stands for {@link LockSupport#parkUntil(long)}. */
  @Suspendable
  public static void parkUntil(long deadline) {
    parkUntil(null, deadline);
  }

  /** Stands for {@link LockSupport#parkUntil(Object, long)}. */
  @Suspendable
  public static void parkUntil(Object blocker, long deadline) {
    Strand strand = strandOn(Thread.currentThread());
    if (strand != null) {
      long millis = deadline - System.currentTimeMillis();
      if (millis > 0) {
        strand.permit().await(strand, blocker, TimeUnit.MILLISECONDS.toNanos(millis));
      }
    } else {
      LockSupport.parkUntil(blocker, deadline);
    }
  }
}
