package dev.weft.abi;

/**
 * The references of a {@link FrameStack} that change with every switch. They are in an object of
 * their own, which is replaced so often that it stays young: a reference written into an object as
 * old as a stack costs a memory fence under G1, whose barrier for young ones ends before.
 *
 * <p>Used by the stack's thread alone. Fields are public for who must not call a method, since the
 * Java stack has overflowed. Any call may replace this object, so nobody keeps it over one.
 */
public final class Registers {
  /**
   * After how many uses it is replaced: more make no difference any more, and between two young
   * collections there are many times as many.
   */
  private static final int USES = 1000;

  /** The same when there was no memory for another: each attempt costs a collection. */
  private static final int USES_WITHOUT_MEMORY = 1_000_000;

  /** The innermost coroutine mounted, if {@link Mounts#mounted} says that it is here. */
  public Object current;

  /** The innermost frame linked by this unwind; null when none was. */
  public Frame first;

  /** The outermost frame linked by this unwind so far. */
  public Frame last;

  /** The coroutine to be suspended, while unwinding; null for the innermost one. */
  public Object target;

  /** What a resumed method returned; see {@link FrameStack#returnReference}. */
  Object result;

  private int usesLeft = USES;

  Registers() {}

  /** To be called once for each switch. */
  boolean isWornOut() {
    return --usesLeft < 0;
  }

  /** One with the same contents; this one, if there is no memory. */
  Registers renewed() {
    Registers fresh;
    try {
      fresh = new Registers();
    } catch (OutOfMemoryError e) {
      usesLeft = USES_WITHOUT_MEMORY;
      return this;
    }
    fresh.current = current;
    fresh.first = first;
    fresh.last = last;
    fresh.target = target;
    fresh.result = result;
    clear(); // grown old after all, it would keep a coroutine until it is collected
    return fresh;
  }

  private void clear() {
    current = null;
    first = null;
    last = null;
    target = null;
    result = null;
  }
}
