package dev.weft.abi;

/**
 * A frame with more values than the largest generated shape holds. Woven code fills it value by
 * value.
 */
public final class ArrayFrame extends Frame {
  private Object[] references;
  private long[] primitives;

  private ArrayFrame(int references, int primitives) {
    this.references = new Object[references];
    this.primitives = new long[primitives];
  }

  /** Links a new frame of the given size; the caller fills it. */
  public static ArrayFrame push(
      FrameStack stack, Resumer resumer, int tag, int references, int primitives) {
    ArrayFrame frame;
    try {
      frame = new ArrayFrame(references, primitives);
    } catch (OutOfMemoryError e) {
      frame = retry(stack, references, primitives, e);
    }
    frame.resumer = resumer;
    frame.tag = tag;
    stack.link(frame);
    return frame;
  }

  private static ArrayFrame retry(
      FrameStack stack, int references, int primitives, OutOfMemoryError error) {
    OutOfMemoryError failure = error;
    for (; ; ) {
      Rescue.makeRoom(stack, failure);
      try {
        return new ArrayFrame(references, primitives);
      } catch (OutOfMemoryError e) {
        failure = e;
      }
    }
  }

  /** Links this frame again, at another point; the caller fills it anew. */
  public static ArrayFrame refill(Frame frame, FrameStack stack, int tag) {
    frame.tag = tag;
    stack.relink(frame);
    return (ArrayFrame) frame;
  }

  /** Saves a reference. */
  public static void save(Object value, ArrayFrame frame, int index) {
    frame.references[index] = value;
  }

  /** Saves the raw bits of a primitive. */
  public static void save(long value, ArrayFrame frame, int index) {
    frame.primitives[index] = value;
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
