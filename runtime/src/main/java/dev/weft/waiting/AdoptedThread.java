package dev.weft.waiting;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A thread of the program that was started as a strand: the JVM never starts it, and the strand is
 * what it says it is. Once it has ended, it stays known that it was started, as long as anybody has
 * it. Thread-safe.
 */
public final class AdoptedThread implements OwnThread {
  private static final ConcurrentHashMap<Object, Entry> KNOWN = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Thread> GONE = new ReferenceQueue<>();

  /** Whether there ever was one: until then nobody need look. */
  private static volatile boolean any;

  private final Thread thread;
  private final Permit permit = new Permit();
  private final Entry entry;
  private final boolean interrupted;
  private final Runnable whenOver;
  private final AtomicBoolean over = new AtomicBoolean();

  /** Null until it has one, which is soon. */
  private volatile Strand strand;

  private volatile boolean asked;

  /** A thread by identity, held weakly: subclasses may have an {@code equals} of their own. */
  private static final class Entry extends WeakReference<Thread> {
    private final int hash;

    /** Null when it has ended. */
    private volatile AdoptedThread live;

    Entry(Thread thread) {
      super(thread, GONE);
      hash = System.identityHashCode(thread);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      Thread thread = get();
      return this == other
          || (thread != null && other instanceof Entry entry && entry.refersTo(thread));
    }
  }

  /** What finds the entry of a thread. */
  private record Probe(Thread thread) {
    @Override
    public int hashCode() {
      return System.identityHashCode(thread);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entry entry && entry.refersTo(thread);
    }
  }

  private AdoptedThread(Thread thread, Entry entry, boolean interrupted, Runnable whenOver) {
    this.interrupted = interrupted;
    this.thread = thread;
    this.entry = entry;
    this.whenOver = whenOver;
  }

  // ---- which threads there are ---------------------------------------------------------------

  /**
   * Adopts a thread that was not started.
   *
   * @param interrupted whether it was interrupted before
   * @param whenOver is run once, when it has ended
   * @throws IllegalThreadStateException if it was adopted before
   */
  public static AdoptedThread adopt(Thread thread, boolean interrupted, Runnable whenOver) {
    for (Object gone = GONE.poll(); gone != null; gone = GONE.poll()) {
      KNOWN.remove(gone);
    }
    any = true;
    Entry entry = new Entry(thread);
    AdoptedThread adopted = new AdoptedThread(thread, entry, interrupted, whenOver);
    entry.live = adopted;
    if (KNOWN.putIfAbsent(entry, entry) != null) {
      throw new IllegalThreadStateException();
    }
    return adopted;
  }

  /** Whether a thread was started as a strand, whether it has ended or not. */
  public static boolean isKnown(Thread thread) {
    return any && KNOWN.get(new Probe(thread)) != null;
  }

  /** The adopted thread that has not ended; null for others. */
  public static AdoptedThread liveOrNull(Thread thread) {
    if (!any || thread == null) {
      return null;
    }
    Entry entry = KNOWN.get(new Probe(thread));
    return entry == null ? null : entry.live;
  }

  /** All that have not ended. A snapshot. */
  public static List<Thread> allLive() {
    List<Thread> all = new ArrayList<>();
    for (Entry entry : KNOWN.values()) {
      AdoptedThread live = entry.live;
      if (live != null) {
        all.add(live.thread);
      }
    }
    return all;
  }

  /** The strand that a thread stands for; null for threads of the JVM, and those that ended. */
  public static Strand strandOrNull(Thread thread) {
    if (thread instanceof StrandThread own) {
      return own.strand();
    }
    AdoptedThread live = liveOrNull(thread);
    return live == null ? null : live.strand;
  }

  /** What parking a thread waits for, if it is one of a strand; null for others. */
  public static Permit permitOrNull(Thread thread) {
    if (thread instanceof StrandThread own) {
      return own.permit();
    }
    AdoptedThread live = liveOrNull(thread);
    return live == null ? null : live.permit;
  }

  // ---- one of them ---------------------------------------------------------------------------

  /** It could not be started: as if nothing had been. */
  public void release() {
    KNOWN.remove(entry);
  }

  /** It has ended. Calls after the first one do nothing. */
  public void end() {
    if (over.compareAndSet(false, true)) {
      entry.live = null;
      if (strand != null && strand.isInterrupted()) {
        thread.interrupt(); // of the thread object alone: it stays so
      }
      whenOver.run();
    }
  }

  boolean wasInterrupted() {
    return interrupted;
  }

  void setStrand(Strand newStrand) {
    strand = newStrand;
  }

  /** The strand; null if it is about to have one. */
  public Strand strand() {
    return strand;
  }

  @Override
  public Thread thread() {
    return thread;
  }

  @Override
  public Permit permit() {
    return permit;
  }

  /** Whether it runs; somebody may be about to {@link Object#wait} for its end. */
  public boolean isAlive() {
    asked = true;
    return !over.get();
  }

  /** Whether somebody may wait for its end with the monitor of the thread. */
  public boolean isAwaited() {
    return asked;
  }

  /** What {@link Thread#getState} says of it. */
  public Thread.State state() {
    if (over.get()) {
      return Thread.State.TERMINATED;
    }
    Strand running = strand;
    if (running == null) {
      return Thread.State.RUNNABLE;
    }
    Waiter waiter = running.waiter();
    if (waiter != null) {
      return waiter.isTimed() ? Thread.State.TIMED_WAITING : Thread.State.WAITING;
    }
    Thread blocked = running.blockedCarrier();
    return blocked == null ? Thread.State.RUNNABLE : blocked.getState();
  }

  /** What {@link Thread#getStackTrace} says of it. */
  public StackTraceElement[] stackTrace() {
    Strand running = strand;
    return running == null ? new StackTraceElement[0] : running.ownTrace();
  }
}
