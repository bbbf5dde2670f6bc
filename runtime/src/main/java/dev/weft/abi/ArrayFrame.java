package dev.weft.abi;

/**
 * A frame with more values than the largest generated shape holds. Woven code fills it value by
 * value, and each step does nothing once an allocation failed, so that saving never throws.
 */
public final class ArrayFrame extends Frame {
  private Object[] references;
  private long[] primitives;

  private ArrayFrame(int references, int primitives) {
    this.references = new Object[references];
    this.primitives = new long[primitives];
  }

  /**
   * Links a new frame of the given size; the caller fills it.
   *
   * @return the frame, or a scratch one nobody reads when the heap is exhausted
   */
  public static ArrayFrame push(
      FrameStack stack, Resumer resumer, int tag, int references, int primitives) {
    ArrayFrame frame;
    try {
      frame = new ArrayFrame(references, primitives);
    } catch (OutOfMemoryError e) {
      stack.failedToSave(e);
      try {
        frame = new ArrayFrame(references, primitives);
      } catch (OutOfMemoryError again) {
        stack.lost(again, resumer, tag);
        return null;
      }
    }
    frame.resumer = resumer;
    frame.tag = tag;
    stack.link(frame);
    return frame;
  }

  /** Links this frame again, at another point; the caller fills it anew. */
  public static ArrayFrame refill(Frame frame, FrameStack stack, int tag) {
    frame.tag = tag;
    stack.relink(frame);
    return (ArrayFrame) frame;
  }

  /** Saves a reference; {@code frame} is null when it was lost. */
  public static void save(Object value, ArrayFrame frame, int index) {
    if (frame != null) {
      frame.references[index] = value;
    }
  }

  /** Saves the raw bits of a primitive; {@code frame} is null when it was lost. */
  public static void save(long value, ArrayFrame frame, int index) {
    if (frame != null) {
      frame.primitives[index] = value;
    }
  }

  /** Gives the reference in slot {@code index} away. */
  public Object take(int index) {
    Object value = references[index];
    references[index] = null;
    return value;
  }

  @Override
  public int referenceCount() {
    return references.length;
  }

  @Override
  public int primitiveCount() {
    return primitives.length;
  }

  @Override
  public Object reference(int index) {
    return references[index];
  }

  @Override
  public long primitive(int index) {
    return primitives[index];
  }

  @Override
  public Frame copy() {
    ArrayFrame copy = (ArrayFrame) super.copy();
    copy.references = references.clone();
    copy.primitives = primitives.clone();
    return copy;
  }
}
