package dev.weft.abi;

import java.lang.ref.WeakReference;

/**
 * What woven methods hand to one another: whether they are unwinding, the frames saved so far, and
 * the result a resumed callee left for its caller.
 *
 * <p>One per carrier thread, not per coroutine; used by that thread alone. A woven body calls, then
 * tests {@link #unwinding}; when set, the result of the call is meaningless, the method saves its
 * frame with one of the {@code push} methods and returns at once.
 *
 * <pre>
 * unwinding | again  | meaning
 * false     | false  | running
 * true      | false  | a suspension travels to the trampoline of {@link #target}
 * true      | true   | as above, but the nearest trampoline resumes at once: forced by chaos,
 *           |        | or an error struck while saving and is delivered where it suspended
 * </pre>
 */
public final class FrameStack {
  private static final WeakReference<Throwable> NONE = new WeakReference<>(null);

  private static final ThreadLocal<FrameStack> CURRENT = new ThreadLocal<>();

  /** Bytes held back so that saving can finish when the heap is exhausted. */
  private static final int RESERVE_BYTES = 128 * 1024;

  /** The most suspensions between two tries to hold it back again. */
  private static final int MAX_SKIP = 1023;

  /** Set while methods return in order to suspend. */
  public boolean unwinding;

  /** The nearest trampoline resumes at once instead of leaving. */
  public boolean again;

  /** The innermost frame saved by this unwind; null when none was. */
  public Frame first;

  /** The outermost frame saved by this unwind so far. */
  public Frame last;

  /** The frame that the nearest trampoline entered was refilled by this unwind. */
  private boolean refilled;

  /** The coroutine to be suspended, while unwinding; null for the innermost one. */
  public Object target;

  /** The innermost coroutine mounted on this carrier; null when none is. */
  public Object current;

  /** The exception the resumed callee ended with; null when it returned. */
  public Throwable thrown;

  /**
   * The exception whose stack trace was completed last, so that it is completed once. Weak: code
   * that caught it may run for long.
   */
  private WeakReference<Throwable> spliced = NONE;

  /** An exception whose trace cannot be completed, since the heap is exhausted. */
  private Throwable unspliced;

  /** The exception that was completed when a method returned it, and the coroutine it was in. */
  private WeakReference<Throwable> returned = NONE;

  private WeakReference<Object> returnedIn = new WeakReference<>(null);

  /** State of {@link Chaos} on this carrier. */
  long chaosState;

  /** The seed {@link #chaosState} was derived from. */
  long chaosSeed;

  /** What the thread has to hold while it runs tasks; null when it runs none. Its own. */
  Hold hold;

  private boolean carries;
  private final Thread owner = Thread.currentThread();
  private final CarrierTable.Handle handle = new CarrierTable.Handle(this);
  private Object referenceResult;
  private long primitiveResult;
  private byte[] reserve = new byte[RESERVE_BYTES];
  private int skip;
  private int triesToSkip;

  /** The stack of the current thread. */
  public static FrameStack ofCurrentThread() {
    FrameStack known = CarrierTable.find(Thread.currentThread());
    FrameStack stack = known == null ? CURRENT.get() : known;
    if (stack == null) {
      stack = new FrameStack();
      CURRENT.set(stack);
    }
    return stack;
  }

  /** The same, but null if the current thread has never run a coroutine: then none is made. */
  public static FrameStack ofCurrentThreadOrNull() {
    FrameStack known = CarrierTable.find(Thread.currentThread());
    return known == null ? CURRENT.get() : known;
  }

  /** The stack of a thread that {@linkplain #carry carries} tasks; null for others. */
  public static FrameStack ofCarrierOrNull(Thread thread) {
    return CarrierTable.find(thread);
  }

  /**
   * To be called once by each thread that runs tasks: from now on its stack is found although the
   * thread's locals are those of the task it runs.
   */
  public void carry() {
    if (!carries) {
      carries = true;
      CarrierTable.add(this);
    }
  }

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
   * Whether this is {@link #ofCurrentThread}. Whoever kept a stack's {@link #handle} can ask that
   * instead, which is several times as fast as a thread-local.
   */
  public boolean isOfCurrentThread() {
    return owner == Thread.currentThread();
  }

  /** Refers to this stack without keeping it, or its thread, in memory. */
  public WeakReference<FrameStack> handle() {
    return handle;
  }

  CarrierTable.Handle ownHandle() {
    return handle;
  }

  // ---- saving --------------------------------------------------------------------------------

  /** Links a filled frame as the caller of the frames saved so far. Never throws. */
  public void link(Frame frame) {
    Frame callee = last;
    last = frame;
    if (callee == null) {
      first = frame;
    } else {
      callee.caller = frame;
    }
  }

  /**
   * Links the frame of the method that the trampoline entered, which is the outermost of this
   * unwind. The trampoline knows it, so if it is the only one nothing has to be written.
   */
  public void relink(Frame frame) {
    refilled = true;
    if (last != null) {
      last.caller = frame;
      last = frame;
    }
  }

  /** Whether {@link #relink} ended this unwind; asked once. */
  public boolean takeRefilled() {
    boolean taken = refilled;
    refilled = false;
    return taken;
  }

  /** Forgets an unwind that came to nothing. */
  public void abandonUnwind() {
    unwinding = false;
    again = false;
    refilled = false;
    target = null;
    clearFrames();
  }

  /** Forgets the frames of this unwind, which now belong to somebody else. */
  public void clearFrames() {
    first = null;
    last = null;
  }

  /**
   * Called when a frame could not be allocated: gives the reserve back to the heap, and makes the
   * trampoline deliver the error once all frames are saved. One that resumes at once anyway has
   * something else to deliver: a result, which must not be lost.
   */
  public void failedToSave(Throwable error) {
    reserve = null;
    if (thrown == null && !again) {
      thrown = error;
    }
    again = true;
  }

  boolean hasReserve() {
    return reserve != null;
  }

  /**
   * Holds back memory again, after an error that struck while saving was delivered. Tries are the
   * rarer the longer the heap stays full: each makes the JVM collect it all.
   */
  public void refillReserve() {
    if (reserve != null || --triesToSkip >= 0) {
      return;
    }
    try {
      reserve = new byte[RESERVE_BYTES];
      skip = 0;
    } catch (OutOfMemoryError e) {
      skip = Math.min(2 * skip + 1, MAX_SKIP);
      triesToSkip = skip;
    }
  }

  // ---- results of resumed methods ------------------------------------------------------------

  /** Leaves the result of a resumed method that returns int or a smaller type. */
  public static void returnInt(int value, FrameStack stack) {
    stack.primitiveResult = value;
  }

  /** Leaves the result of a resumed method that returns long. */
  public static void returnLong(long value, FrameStack stack) {
    stack.primitiveResult = value;
  }

  /** Leaves the result of a resumed method that returns float; NaN payloads are kept. */
  public static void returnFloat(float value, FrameStack stack) {
    stack.primitiveResult = Float.floatToRawIntBits(value);
  }

  /** Leaves the result of a resumed method that returns double; NaN payloads are kept. */
  public static void returnDouble(double value, FrameStack stack) {
    stack.primitiveResult = Double.doubleToRawLongBits(value);
  }

  /** Leaves the result of a resumed method that returns a reference. */
  public static void returnReference(Object value, FrameStack stack) {
    if (value != null || stack.referenceResult != null) {
      stack.referenceResult = value;
    }
  }

  /** Throws what the callee threw, if it did. */
  public void takeVoid() {
    if (thrown != null) {
      rethrow();
    }
  }

  /** The int the callee returned; throws what it threw. */
  public int takeInt() {
    if (thrown != null) {
      rethrow();
    }
    return (int) primitiveResult;
  }

  /** The long the callee returned; throws what it threw. */
  public long takeLong() {
    if (thrown != null) {
      rethrow();
    }
    return primitiveResult;
  }

  /** The float the callee returned; throws what it threw. */
  public float takeFloat() {
    if (thrown != null) {
      rethrow();
    }
    return Float.intBitsToFloat((int) primitiveResult);
  }

  /** The double the callee returned; throws what it threw. */
  public double takeDouble() {
    if (thrown != null) {
      rethrow();
    }
    return Double.longBitsToDouble(primitiveResult);
  }

  /** The reference the callee returned; throws what it threw. */
  public Object takeReference() {
    if (thrown != null) {
      rethrow();
    }
    Object result = referenceResult;
    if (result != null) {
      referenceResult = null; // writes of references cost a barrier
    }
    return result;
  }

  private void rethrow() {
    Throwable exception = thrown;
    thrown = null;
    Throwing.sneaky(exception);
  }

  // ---- for trampolines -----------------------------------------------------------------------

  /**
   * Whether the trace of {@code exception} has not been completed by the nearest trampoline yet.
   */
  public boolean isToBeSpliced(Throwable exception) {
    if (exception == unspliced || spliced.refersTo(exception)) {
      return false;
    }
    markSpliced(exception);
    return !isReturned(exception);
  }

  /** Whether the method that was resumed and has ended returned an exception as its result. */
  public boolean hasReturnedException() {
    return referenceResult instanceof Throwable;
  }

  /** The exception that was returned; null if its trace was completed by the nearest trampoline. */
  public Throwable returnedException() {
    Throwable exception = (Throwable) referenceResult;
    return isReturned(exception) ? null : exception;
  }

  /** The trace of {@code exception}, which is a result, was completed by the nearest trampoline. */
  public void markReturned(Throwable exception) {
    returned = new WeakReference<>(exception);
    returnedIn = new WeakReference<>(current);
  }

  private boolean isReturned(Throwable exception) {
    return returned.refersTo(exception) && returnedIn.refersTo(current);
  }

  /** The trace of {@code exception} is complete as far as the nearest trampoline is concerned. */
  public void markSpliced(Throwable exception) {
    spliced = new WeakReference<>(exception);
  }

  /**
   * There is no memory to complete the trace of {@code exception}: it is not tried again for each
   * frame that it passes, because each try makes the JVM collect the whole heap.
   */
  public void giveUpSplicing(Throwable exception) {
    unspliced = exception;
  }

  /** From now on another trampoline is the nearest, with callers of its own to add. */
  public void forgetSpliced() {
    unspliced = null;
    spliced = NONE;
  }
}
