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
 * unwinding | AGAIN  | meaning
 * false     | false  | running
 * true      | false  | a suspension travels to the trampoline of {@link #target}
 * true      | true   | as above, but the nearest trampoline resumes at once: forced by chaos,
 *           |        | or an error struck while saving and is delivered where it suspended
 * </pre>
 */
public final class FrameStack extends Mounts {
  /** The frame that the nearest trampoline entered was refilled. */
  public static final int REFILLED = 1;

  /** Frames were linked. */
  private static final int LINKED = 2;

  /** The nearest trampoline resumes at once instead of leaving. */
  public static final int AGAIN = 4;

  private static final ThreadLocal<FrameStack> CURRENT = new ThreadLocal<>();

  /** Bytes held back so that saving can finish when the heap is exhausted. */
  private static final int RESERVE_BYTES = 128 * 1024;

  /** The most suspensions between two tries to hold it back again. */
  private static final int MAX_SKIP = 1023;

  /** Set while methods return in order to suspend. */
  public boolean unwinding;

  /**
   * What this unwind has done so far: a sum of {@link #REFILLED} and the like; 0 while code runs.
   * One word, since in the usual case there is one question to ask of it.
   */
  public int unwound;

  /** The innermost frame linked by this unwind; null when none was. */
  public Frame first;

  /** The outermost frame linked by this unwind so far. */
  public Frame last;

  /** The coroutine to be suspended, while unwinding; null for the innermost one. */
  public Object target;

  /** The exception the resumed callee ended with; null when it returned. */
  public Throwable thrown;

  private final SplicedTraces traces = new SplicedTraces();

  /** State of {@link Chaos} on this carrier. */
  long chaosState;

  /** The seed {@link #chaosState} was derived from. */
  long chaosSeed;

  /** What the thread has to hold while it runs tasks; null when it runs none. Its own. */
  Hold hold;

  private boolean carries;
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

  /** Refers to this stack without keeping it, or its thread, in memory. */
  @Override
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
      unwound |= LINKED;
    } else {
      callee.caller = frame;
    }
  }

  /**
   * Links the frame of the method that the trampoline entered, which is the outermost of this
   * unwind. The trampoline knows it, so if it is the only one nothing has to be written.
   */
  public void relink(Frame frame) {
    if (unwound == 0) {
      unwound = REFILLED;
    } else {
      relinkLast(frame);
    }
  }

  private void relinkLast(Frame frame) {
    unwound |= REFILLED;
    if (last != null) {
      last.caller = frame;
      last = frame;
    }
  }

  /**
   * What this unwind did, which is forgotten: {@link #REFILLED} in the usual case. For the
   * trampoline where it ends.
   */
  public int takeUnwound() {
    int taken = unwound;
    unwound = 0;
    return taken;
  }

  /** Links frames that are linked with one another, from the innermost to the outermost. */
  public void linkAll(Frame innermost, Frame outermost) {
    first = innermost;
    last = outermost;
    unwound |= LINKED;
  }

  /** Starts to unwind to the nearest trampoline, which resumes at once instead of leaving. */
  public void unwindAndResume() {
    unwound |= AGAIN;
    unwinding = true;
  }

  /** Whether {@link #unwindAndResume} was called, or saving failed. */
  public boolean isToResume() {
    return (unwound & AGAIN) != 0;
  }

  /** Forgets an unwind that came to nothing. */
  public void abandonUnwind() {
    unwinding = false;
    target = null;
    clearFrames();
    unwound = 0;
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
    if (thrown == null && !isToResume()) {
      thrown = error;
    }
    unwound |= AGAIN;
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

  /** Whether the method that was resumed and has ended returned an exception as its result. */
  public boolean hasReturnedException() {
    return referenceResult instanceof Throwable;
  }

  /** The exception that was returned; null if its trace was completed by the nearest trampoline. */
  public Throwable returnedException() {
    Throwable exception = (Throwable) referenceResult;
    return traces.isReturned(exception, this) ? null : exception;
  }

  /** The exceptions whose traces are complete. */
  public SplicedTraces traces() {
    return traces;
  }
}
