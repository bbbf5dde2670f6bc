package dev.weft.abi;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What woven methods hand to one another: whether they are unwinding, the frames saved so far, and
 * the result a resumed callee left for its caller.
 *
 * <p>One per carrier thread, not per coroutine; used by that thread alone. A woven body calls, then
 * tests {@link #unwinding}; when it is not 0, the result of the call is meaningless, the method
 * saves its frame with one of the {@code push} methods and returns at once.
 *
 * <pre>
 * unwinding         | meaning
 * 0                 | running
 * UNWINDING         | a suspension travels to the trampoline of {@link Registers#target}
 * UNWINDING + AGAIN | as above, but the nearest trampoline resumes at once: forced by chaos,
 *                   | or an error struck while saving and is delivered where it suspended
 * </pre>
 */
public final class FrameStack extends Mounts {
  /** Methods return in order to suspend. */
  public static final int UNWINDING = 1;

  /** The frame that the nearest trampoline entered was refilled. */
  public static final int REFILLED = 2;

  /** Frames were linked. */
  public static final int LINKED = 4;

  /** The nearest trampoline resumes at once instead of leaving. */
  public static final int AGAIN = 8;

  /** All there are: a thread's is found here when its thread-locals were taken from it. */
  private static final Map<Thread, CarrierTable.Handle> MADE =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** The stack of a thread, and what only the thread refers to. */
  private static final ThreadLocal<Reserve> CURRENT = new ThreadLocal<>();

  /**
   * 0 while code runs; else {@link #UNWINDING}, and what this unwind has done so far. One word,
   * since each access costs, and in the usual case there is one question to ask of it.
   */
  public int unwinding;

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

  /** {@link Registers#result} is not null; in most cases nothing else has to be asked. */
  private boolean hasReference;

  private long primitiveResult;
  private WeakReference<Reserve> reserve = new WeakReference<>(null);

  /** The reserve was given back to the heap. */
  private boolean lacksReserve;

  FrameStack() {}

  /** The stack of the current thread. */
  public static FrameStack ofCurrentThread() {
    FrameStack known = CarrierTable.find(Thread.currentThread());
    if (known != null) {
      return known;
    }
    Reserve own = CURRENT.get();
    return own == null ? make().stack : own.stack;
  }

  /** The first time, and when the thread has lost its thread-locals, as some of pools do. */
  private static Reserve make() {
    Thread thread = Thread.currentThread();
    CarrierTable.Handle made = MADE.get(thread);
    FrameStack stack = made == null ? null : made.get();
    if (stack == null || !stack.isOf(thread)) {
      stack = new FrameStack();
    }
    Reserve own = new Reserve(stack);
    stack.reserve = new WeakReference<>(own);
    CURRENT.set(own);
    MADE.put(thread, stack.handle);
    return own;
  }

  /** The same, but null if the current thread has never run a coroutine: then none is made. */
  public static FrameStack ofCurrentThreadOrNull() {
    FrameStack known = CarrierTable.find(Thread.currentThread());
    if (known != null) {
      return known;
    }
    Reserve own = CURRENT.get();
    return own == null ? null : own.stack;
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

  CarrierTable.Handle handle() {
    return handle;
  }

  // ---- saving --------------------------------------------------------------------------------

  /** Links a filled frame as the caller of the frames saved so far. Never throws. */
  public void link(Frame frame) {
    Registers own = registers;
    Frame callee = own.last;
    own.last = frame;
    if (callee == null) {
      own.first = frame;
      unwinding |= LINKED;
    } else {
      callee.caller = frame;
    }
  }

  /**
   * Links the frame of the method that the trampoline entered, which is the outermost of this
   * unwind. The trampoline knows it, so if it is the only one nothing has to be written.
   */
  public void relink(Frame frame) {
    if (unwinding == UNWINDING) {
      unwinding = UNWINDING + REFILLED;
    } else {
      relinkLast(frame);
    }
  }

  private void relinkLast(Frame frame) {
    unwinding |= REFILLED;
    Registers own = registers;
    Frame callee = own.last;
    if (callee != null) {
      callee.caller = frame;
      own.last = frame;
    }
  }

  /** Starts to unwind; before any frame is linked. */
  public void unwind() {
    unwinding = UNWINDING;
  }

  /** The same to the nearest trampoline, which resumes at once instead of leaving. */
  public void unwindAndResume() {
    unwinding = UNWINDING + AGAIN;
  }

  /** Whether methods return in order to suspend. */
  public boolean isUnwinding() {
    return unwinding != 0;
  }

  /** Whether {@link #unwindAndResume} was called, or saving failed. */
  public boolean isToResume() {
    return (unwinding & AGAIN) != 0;
  }

  /** Forgets an unwind that came to nothing. */
  public void abandonUnwind() {
    unwinding = 0;
    registers.target = null;
    clearFrames();
  }

  /** Forgets the frames of this unwind, which now belong to somebody else. */
  public void clearFrames() {
    registers.first = null;
    registers.last = null;
  }

  /** The same for a trampoline, to whose coroutine they belong from now on. */
  public void handOverFrames() {
    clearFrames();
    useRegisters();
    refillReserve();
  }

  /**
   * Called when a frame could not be allocated: gives the reserve back to the heap, and makes the
   * trampoline deliver the error once all frames are saved. One that resumes at once anyway has
   * something else to deliver: a result, which must not be lost.
   */
  public void failedToSave(Throwable error) {
    Reserve own = reserve.get();
    if (own != null) {
      own.release();
    }
    lacksReserve = true;
    if (thrown == null && !isToResume()) {
      thrown = error;
    }
    unwinding |= AGAIN;
  }

  boolean hasReserve() {
    Reserve own = reserve.get();
    return own != null && own.isHeld();
  }

  /** Holds back memory again, if an exhausted heap had taken it. */
  public void refillReserve() {
    if (lacksReserve) {
      refill(reserve.get());
    }
  }

  private void refill(Reserve own) {
    if (own != null) {
      own.refill();
    }
    lacksReserve = own != null && !own.isHeld();
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
    if (value != null || stack.hasReference) {
      stack.registers.result = value;
      stack.hasReference = value != null;
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
    if (!hasReference) {
      return null;
    }
    Object result = registers.result;
    registers.result = null;
    hasReference = false;
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
    return hasReference && registers.result instanceof Throwable;
  }

  /** The exception that was returned; null if its trace was completed by the nearest trampoline. */
  public Throwable returnedException() {
    Throwable exception = (Throwable) registers.result;
    return traces.isReturned(exception, this) ? null : exception;
  }

  /** The exceptions whose traces are complete. */
  public SplicedTraces traces() {
    return traces;
  }
}
