package dev.weft.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;

/**
 * What is mounted on a thread, which it does not keep in memory.
 *
 * <p>A coroutine that plain code resumes where nothing else is mounted, as is usual, runs
 * <em>alone</em>, if the thread knows it from before. Then a number says which one it is: a
 * reference written into an object as old as this one costs a memory fence under G1. Who asks,
 * which is rare, has it fetched from the known ones.
 *
 * <pre>
 * mounted  | registers.current
 * NOTHING  | null
 * TOLD     | the innermost coroutine
 * others   | null: the only one runs alone, and this is its state: flags, with ALONE among them,
 *          | and from bit INDEX_SHIFT on its index among the known ones
 * </pre>
 *
 * <p>Used by its thread alone, but for {@link #shows}, and what is final. Fields are public for who
 * must not call a method, since the stack has overflowed.
 */
public abstract sealed class Mounts extends WeakReference<Thread> permits FrameStack {
  /** Nothing is mounted. Like TOLD, no coroutine's state. */
  public static final int NOTHING = 64;

  /** {@link #current} is the innermost coroutine. */
  public static final int TOLD = 32;

  /** Set in {@link #mounted} when a coroutine runs alone. */
  public static final int ALONE = 4;

  /** Set beside it when that is a continuation, for which {@link #setScope} was called. */
  public static final int SCOPED = 16;

  /** Where the index of the known coroutine begins that runs alone. */
  public static final int INDEX_SHIFT = 8;

  private static final VarHandle MOUNTED;

  static {
    try {
      MOUNTED = MethodHandles.lookup().findVarHandle(Mounts.class, "mounted", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The references that change often. */
  public Registers registers = new Registers();

  /** What is mounted. */
  public int mounted = NOTHING;

  /** The scope of the continuation that runs alone; stale when none does. */
  private Object aloneIn;

  private final KnownCoroutines known = new KnownCoroutines();

  Mounts() {
    super(Thread.currentThread());
  }

  boolean isOf(Thread thread) {
    return refersTo(thread);
  }

  /**
   * Whether this is {@link FrameStack#ofCurrentThread}. Whoever kept a stack can ask that instead,
   * which is several times as fast as a thread-local.
   */
  public boolean isOfCurrentThread() {
    return refersTo(Thread.currentThread());
  }

  /** The innermost coroutine mounted on this thread; null when none is. */
  public Object current() {
    if (isAlone()) {
      tell();
    }
    return registers.current;
  }

  private void tell() {
    Mountable coroutine = known.at(mounted >>> INDEX_SHIFT);
    coroutine.told();
    try {
      VarHandle.releaseFence(); // who finds that this shows it no more looks at its state again
    } finally {
      registers.current = coroutine; // writes only: that call may have overflowed the stack
      mounted = TOLD;
    }
  }

  /** The same for who looks for a task: null where a coroutine runs alone, which is none. */
  public Object currentTold() {
    return registers.current;
  }

  /** From now on {@code coroutine} is the innermost one; null for none. */
  public void setCurrent(Object coroutine) {
    if (coroutine == null) {
      registers.current = null;
      mounted = NOTHING;
    } else {
      useRegisters();
      registers.current = coroutine;
      mounted = TOLD;
    }
  }

  /** To be called once for each switch that writes references. */
  final void useRegisters() {
    if (registers.isWornOut()) {
      registers = registers.renewed();
    }
  }

  /** Whether this is the stack of the current thread, and nothing is mounted. */
  public boolean isFree() {
    return mounted == NOTHING && refersTo(Thread.currentThread());
  }

  /** What {@link #isAloneIn} compares with, for the continuation that is about to run alone. */
  public void setScope(Object scope) {
    if (aloneIn != scope) {
      aloneIn = scope;
    }
  }

  /** Nothing is mounted any more. */
  public void unmount() {
    MOUNTED.setRelease(this, NOTHING);
  }

  /** Whether that is mounted. Any thread. */
  public boolean shows(int word) {
    return (int) MOUNTED.getAcquire(this) == word;
  }

  /** Whether a coroutine runs alone. */
  public boolean isAlone() {
    return (mounted & ALONE) != 0;
  }

  /** Whether a continuation runs alone that {@code scope} suspends. */
  public boolean isAloneIn(Object scope) {
    return (mounted & SCOPED) != 0 && aloneIn == scope;
  }

  /**
   * The index at which {@code coroutine} is known from now on; negative if it is not. One that is
   * resumed often will be.
   */
  public int admit(Mountable coroutine) {
    return mounted == NOTHING ? known.admit(coroutine, this) : KnownCoroutines.NONE;
  }
}
