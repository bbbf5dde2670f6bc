package dev.weft.hub;

import dev.weft.abi.FrameStack;
import dev.weft.abi.Hold;
import dev.weft.continuation.BlockedCall;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a thread must hold to run tasks of a hub and to touch what belongs to it; so one task of it
 * runs at a time, on whatever thread. A task that blocks its carrier loses the baton to a spare
 * one, and has it back in its turn: it is put in the ready queue, as one that was woken.
 *
 * <p>Held by nobody only while all spares that are allowed are blocked; then whoever comes back
 * takes it. Threads: any; what it passes on, and to whom, is guarded by this.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // under the lock of this; others only read
final class Baton {
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final HubLoop loop;
  private final String name;
  private final int most;

  private volatile Carrier holder;

  /** The thread of {@link #holder}; for others, a little earlier or later. */
  private volatile Thread thread;

  /** Carriers that have nothing to do, the last one first. Guarded by this. */
  private final ArrayDeque<Carrier> idle = new ArrayDeque<>();

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private Carrier primary;

  /** Guarded by this, as are all below; read by others. */
  private volatile int spares;

  private int started;
  private volatile int away;
  private volatile int out;
  private volatile boolean over;
  private boolean saidFull;

  Baton(HubLoop loop, String name, int most) {
    this.loop = loop;
    this.name = name;
    this.most = most;
  }

  // ---- questions, by any thread --------------------------------------------------------------

  boolean isHeldBy(Carrier carrier) {
    return holder == carrier;
  }

  Carrier holder() {
    return holder;
  }

  /** The task that its holder runs, as others may see it: perhaps late, perhaps not at all. */
  Optional<Task<?>> running() {
    Carrier carrier = holder;
    return carrier == null ? Optional.empty() : Optional.ofNullable(carrier.running());
  }

  /** Whether the current thread holds it. */
  boolean isHeldByCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** The thread that holds it; null when none does. */
  Thread thread() {
    return thread;
  }

  /** Whether this thread runs tasks of the hub, now or when it has the baton. */
  boolean isCarrier(Thread asked) {
    return threads.contains(asked);
  }

  /** The threads that may have it. */
  Set<Thread> threads() {
    return threads;
  }

  /** How many threads there are beside the first one. */
  int spares() {
    return spares;
  }

  /** How many carriers are blocked in calls that Weft does not know. */
  int away() {
    return away;
  }

  /** Whether a task blocks another carrier, or is ready there and waits for this. */
  boolean isAnyOut() {
    return out > 0;
  }

  boolean isOver() {
    return over;
  }

  // ---- passing it on -------------------------------------------------------------------------

  /** The first carrier, the current thread, takes it. */
  Carrier begin(FrameStack stack) {
    primary = new Carrier(this, Thread.currentThread());
    primary.begin(stack);
    threads.add(primary.thread());
    grant(primary);
    return primary;
  }

  /** The hub needs nobody to run it any more. */
  synchronized void finish() {
    over = true;
    idle.forEach(carrier -> LockSupport.unpark(carrier.thread()));
  }

  /** The first carrier, which holds it, leaves for good. Those that are out go on one at a time. */
  synchronized void end() {
    finish();
    threads.remove(primary.thread());
    primary.end();
    primary = null;
    thread = null;
    holder = null;
    fill();
  }

  private void grant(Carrier to) {
    thread = to.thread();
    holder = to;
    LockSupport.unpark(to.thread());
  }

  /** From the holder, which is then idle, to a carrier that a ready task stands on. */
  synchronized void pass(Carrier from, Carrier to) {
    idle.push(from);
    grant(to);
  }

  /** The holder blocks until {@code task}, which stands on it, has its turn. */
  void pause(Carrier from, HomingStrand task) {
    synchronized (this) {
      assert holder == from;
      letGo();
    }
    fill();
    await(from, task);
    back(false);
  }

  /** When nobody holds it: looks for somebody who can. Any thread. */
  synchronized void fill() {
    if (holder != null) {
      return;
    }
    Carrier next = over ? null : idle.poll();
    if (next == null && !over) {
      next = spare();
    }
    if (next == null) {
      next = loop.takeReturned();
      if (next == null && over && primary != null && idle.remove(primary)) {
        next = primary;
      }
    }
    if (next != null) {
      grant(next);
    }
  }

  private Carrier spare() {
    if (spares >= most) {
      if (!saidFull) {
        saidFull = true;
        Reports.sparesUsedUp(loop.hub(), most);
      }
      return null;
    }
    Spare spare = new Spare();
    Thread spareThread = new Thread(spare, name + "-spare-" + ++started);
    spareThread.setDaemon(true);
    spareThread.setContextClassLoader(primary.thread().getContextClassLoader());
    spare.carrier = new Carrier(this, spareThread);
    try {
      spareThread.start();
    } catch (OutOfMemoryError e) {
      return null; // no more threads: then as if the limit was reached
    }
    spares++;
    threads.add(spareThread);
    return spare.carrier;
  }

  /** A carrier that was not there when the hub began. */
  private final class Spare implements Runnable {
    private Carrier carrier;

    @Override
    public void run() {
      carrier.begin(FrameStack.ofCurrentThread());
      try {
        loop.serve(carrier);
      } catch (Throwable failure) {
        loop.fail(failure);
        finish();
        retire(carrier);
      }
    }
  }

  // ---- waiting for it ------------------------------------------------------------------------

  /**
   * By a carrier at the end of a turn: whether it holds the baton and is to go on. False for a
   * spare that is not needed, and for the first one when it holds it and the hub is over.
   */
  boolean awaitTurn(Carrier me) {
    long start = System.nanoTime();
    while (holder != me) {
      boolean temporary = me != primary;
      if (temporary && (over || System.nanoTime() - start > KEEP_ALIVE_NANOS) && retire(me)) {
        return false;
      }
      LockSupport.parkNanos(this, KEEP_ALIVE_NANOS);
      loop.takeInterrupt();
    }
    if (over && me != primary) {
      retire(me);
    }
    return !over;
  }

  /** A spare ends; false when it has just got the baton and is needed. */
  private synchronized boolean retire(Carrier me) {
    if (holder == me) {
      if (!over) {
        return false;
      }
      thread = null;
      holder = null;
    }
    idle.remove(me);
    threads.remove(me.thread());
    spares--;
    fill();
    return true;
  }

  /** By a carrier that is out with {@code task}: blocks until it has it back. */
  private void await(Carrier me, HomingStrand task) {
    while (holder != me) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        task.interrupt(); // somebody meant this task
      }
    }
  }

  // ---- calls that Weft does not know ---------------------------------------------------------

  /** By the holder: makes a call of its task that will block, while another runs the others. */
  <T> T block(Task<?> task, Callable<T> call) throws Exception {
    Hold.check();
    Carrier me = Carrier.current();
    Lookout.begin();
    synchronized (this) {
      me.goOut();
      out(me, task, "a call by Task.blocking");
    }
    fill();
    try {
      return call.call();
    } finally {
      me.returned();
    }
  }

  private void out(Carrier carrier, Task<?> task, String call) {
    carrier.setAway(task, call);
    task.setHome(carrier);
    away++;
    letGo();
  }

  private void letGo() {
    out++;
    thread = null;
    holder = null;
  }

  /** By a carrier that was out, and holds it again. */
  private synchronized void back(boolean wasAway) {
    out--;
    if (wasAway) {
      away--;
    }
  }

  /** By the holder, which has run for long: lets the others have their turns, and has its own. */
  void giveTurns(Carrier me) {
    Lookout.end();
    Task<?> task = me.running();
    if (task != null
        && task.home() == null
        && !over
        && Preemption.isBetween(me.thread().getStackTrace())) {
      task.setHome(me);
      loop.rest().lookSoon();
      loop.ready(task);
      me.await(task);
      task.setHome(null);
    }
  }

  /**
   * By the watch: takes it from a carrier that seems to block.
   *
   * @param force also where that can make two tasks run at a time: when one that is to go on may
   *     hold what this one waits for
   * @param runs whether it does not block, but runs on and on
   * @return whether it was
   */
  boolean take(Carrier from, boolean force, boolean runs) {
    if (!from.ask()) {
      return false;
    }
    Lookout.begin();
    boolean taken = false;
    BlockedCall call = null;
    Task<?> task = null;
    try {
      // The thread was stopped for its trace, so from now on its checks see that it was asked.
      StackTraceElement[] trace = from.thread().getStackTrace();
      call = BlockedCall.of(trace, from.thread().getState());
      task = from.running();
      if (task != null
          && (call.endsWithCheck() || (force && call.isOutsideRuntime()))
          && !(runs && !Preemption.isBetween(trace))) {
        synchronized (this) {
          taken = holder == from && from.confirm();
          if (taken) {
            out(from, task, runs ? "" : call.name());
          }
        }
      }
    } finally {
      if (!taken) {
        from.withdraw();
        Lookout.end();
      }
    }
    if (taken) {
      task.interruptIfSignalled();
      fill();
      if (!runs) {
        loop.pins().blocks(task, call);
      }
    }
    return taken;
  }

  /** By a carrier whose call has ended: waits for its turn. */
  void regain(Carrier me) {
    synchronized (this) {
      assert holder != me; // and whoever took it has done so completely
    }
    Task<?> task = me.endCall();
    loop.ready(task);
    await(me, task);
    back(true);
    task.setHome(null);
    me.comeBack();
    Lookout.end();
  }

  /** A carrier that is out, and never comes back: what it does ends the JVM. */
  synchronized void lose(Carrier carrier) {
    if (threads.remove(carrier.thread())) {
      back(true);
    }
  }
}
