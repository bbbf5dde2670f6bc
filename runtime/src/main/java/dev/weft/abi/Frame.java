package dev.weft.abi;

import java.util.List;

/**
 * The saved state of one suspended method call: where it goes on, and the values it needs there.
 *
 * <p>Shape: a frame has {@link #referenceCount} references and {@link #primitiveCount} primitives;
 * each primitive takes one slot, longs and doubles too. What a slot holds is decided by the method
 * and the suspend point in {@link #tag}. Frames of one coroutine are linked from the innermost to
 * the outermost by {@link #caller}.
 *
 * <p>Threads: a frame belongs to whoever runs its coroutine; hand-over between threads is published
 * by the coroutine.
 *
 * <pre>
 * tag:  31..........12 11.........0
 *       body hash      point (1..4095)
 * </pre>
 */
public abstract class Frame implements Cloneable {
  /** The bits of {@link #tag} that hold the suspend point. */
  public static final int POINT_MASK = 0xFFF;

  /** The frame of the method that called this one; null for the outermost. */
  public Frame caller;

  /** Enters the resume body of the suspended method. */
  public Resumer resumer;

  /** The suspend point, and a hash of the body that saved the frame. */
  public int tag;

  /**
   * The suspend point this frame is to go on from.
   *
   * @param bodyHash the hash of the resume body that asks, in the upper 20 bits
   * @throws StaleFrameError if another version of the method saved this frame
   */
  public final int point(int bodyHash) {
    int point = tag ^ bodyHash;
    if ((point & ~POINT_MASK) != 0) {
      throw stale();
    }
    return point;
  }

  /** The error of a frame whose method was redefined while it was suspended. */
  public final Error stale() {
    return new StaleFrameError(element());
  }

  /** Where this frame is suspended. */
  public final StackTraceElement element() {
    return resumer.elementAt(tag);
  }

  /** The variables of the method that this frame holds, as far as its class file names them. */
  public final List<SavedVariables.Variable> variables() {
    return resumer.variablesAt(tag);
  }

  /** How many references this frame can hold. */
  public abstract int referenceCount();

  /** How many primitives this frame can hold. */
  public abstract int primitiveCount();

  /** The reference in slot {@code index}; null for a slot that is not in use. */
  public abstract Object reference(int index);

  /** The raw bits of the primitive in slot {@code index}. */
  public abstract long primitive(int index);

  /** The method has ended by an exception: what stayed in the frame is needed no more. */
  public void dropReferences() {}

  /** A frame with the same values, and the same caller, that shares no mutable state. */
  public Frame copy() {
    try {
      return (Frame) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The name of the inner coroutine whose run this frame waits for; null for the frame of a method.
   * A chain with such a frame cannot be copied.
   */
  public String capturedCoroutine() {
    return null;
  }
}
