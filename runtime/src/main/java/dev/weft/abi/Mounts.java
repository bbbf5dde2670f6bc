package dev.weft.abi;

import java.lang.ref.WeakReference;

/**
 * What is mounted on a thread.
 *
 * <p>A coroutine that plain code resumes where nothing else is mounted, as is usual, runs
 * <em>alone</em>, if the thread knows it from before. Then nobody writes down which one it is: a
 * reference written into an object as old as this one costs a memory fence under G1. Who asks,
 * which is rare, has it looked for among the known ones.
 *
 * <pre>
 * mounted        | field current
 * NOTHING        | null
 * TOLD           | the innermost coroutine
 * ALONE          | null: one of the known coroutines is the only one, and says so itself
 * ALONE_IN_SCOPE | the same for a continuation, whose scope is in aloneIn
 * </pre>
 *
 * <p>Used by its thread alone, but for {@link #currentTold} and what is final. Fields are public
 * for who must not call a method, since the stack has overflowed.
 */
public abstract sealed class Mounts permits FrameStack {
  /** Nothing is mounted. */
  public static final int NOTHING = 0;

  /** {@link #current} is the innermost coroutine. */
  public static final int TOLD = 1;

  private static final int ALONE = 2;
  private static final int ALONE_IN_SCOPE = 3;

  /** See {@link #current()}. */
  public Object current;

  /** One of the constants. */
  public int mounted;

  /** The scope of the continuation that runs alone; otherwise stale. */
  private Object aloneIn;

  private final Thread owner = Thread.currentThread();
  private final KnownCoroutines known = new KnownCoroutines();

  Mounts() {}

  /** Refers to this without keeping it, or its thread, in memory. */
  public abstract WeakReference<FrameStack> handle();

  /** Whose stack this is. */
  public Thread thread() {
    return owner;
  }

  boolean isOf(Thread thread) {
    return owner == thread;
  }

  boolean hasLiveThread() {
    return owner.isAlive();
  }

  /**
   * Whether this is {@link FrameStack#ofCurrentThread}. Whoever kept a stack's {@link #handle} can
   * ask that instead, which is several times as fast as a thread-local.
   */
  public boolean isOfCurrentThread() {
    return owner == Thread.currentThread();
  }

  /** The innermost coroutine mounted on this thread; null when none is. */
  public Object current() {
    if (mounted >= ALONE) {
      tell();
    }
    return current;
  }

  private void tell() {
    setCurrent(known.alone(this));
  }

  /** The same for who looks for a task: null where a coroutine runs alone, which is none. */
  public Object currentTold() {
    return current;
  }

  /** From now on {@code coroutine} is the innermost one; null for none. */
  public void setCurrent(Object coroutine) {
    current = coroutine;
    mounted = coroutine == null ? NOTHING : TOLD;
  }

  /** Whether this is the stack of the current thread, and nothing is mounted. */
  public boolean isFree() {
    return mounted == NOTHING && owner == Thread.currentThread();
  }

  /** A known coroutine that belongs to no scope begins to run alone. */
  public void enterAlone() {
    mounted = ALONE;
  }

  /** The same for a continuation, which {@code scope} suspends. */
  public void enterAloneIn(Object scope) {
    if (aloneIn != scope) {
      aloneIn = scope;
    }
    mounted = ALONE_IN_SCOPE;
  }

  /**
   * It runs no longer.
   *
   * @return whether somebody asked which one it is
   */
  public boolean leaveAlone() {
    boolean told = mounted == TOLD;
    if (told) {
      current = null;
    }
    mounted = NOTHING;
    return told;
  }

  /** Whether a coroutine runs alone. */
  public boolean isAlone() {
    return mounted >= ALONE;
  }

  /** Whether a continuation runs alone that this scope suspends. */
  public boolean isAloneIn(Object scope) {
    return mounted == ALONE_IN_SCOPE && aloneIn == scope;
  }

  /** Whether {@code coroutine} is known from now on. One that is resumed often will be. */
  public boolean admits(Mountable coroutine) {
    return mounted == NOTHING && known.admit(coroutine, this);
  }
}
