package dev.weft.abi;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands for a frame that could not be saved because the heap was exhausted to the last byte:
 * passes on the error that struck. A few are allocated ahead, so that saving never throws.
 */
final class LostFrame extends Frame {
  private static final int SPARES = 64;
  private static final ConcurrentLinkedQueue<LostFrame> POOL = new ConcurrentLinkedQueue<>();

  static {
    for (int i = 0; i < SPARES; i++) {
      POOL.add(new LostFrame());
    }
  }

  private static final Resumer PASS_ON =
      new Resumer(new MethodSite("", "", "", "", null, "")) {
        @Override
        public void resume(Frame frame, FrameStack stack) throws Throwable {
          LostFrame lost = (LostFrame) frame;
          StackTraceElement place = lost.lostResumer.elementAt(lost.tag);
          lost.giveBack();
          stack.takeVoid();
          throw new OutOfMemoryError(
              "the frame of "
                  + place
                  + " could not be saved, so it cannot go on; give the JVM more heap");
        }

        @Override
        public StackTraceElement elementAt(int tag) {
          return new StackTraceElement("dev.weft.abi.LostFrame", "lost", null, -1);
        }
      };

  private Resumer lostResumer;

  private LostFrame() {}

  /** A spare, or null when all are in use: then the lost frame is left out. */
  static LostFrame take() {
    return POOL.poll();
  }

  /** Makes the spares, while there is memory. */
  static void prepare() {
    // The class initialiser has done it.
  }

  /** The trampoline has read the caller; from here on this is a spare again. */
  private void giveBack() {
    caller = null;
    lostResumer = null;
    try {
      POOL.add(this);
    } catch (OutOfMemoryError e) {
      return; // one spare less
    }
  }

  void lose(Resumer of, int atTag) {
    resumer = PASS_ON;
    lostResumer = of;
    tag = atTag;
  }

  /** The method whose frame was lost. */
  Resumer lostResumer() {
    return lostResumer;
  }

  @Override
  public int referenceCount() {
    return 0;
  }

  @Override
  public int primitiveCount() {
    return 0;
  }

  @Override
  public Object reference(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public long primitive(int index) {
    throw new IndexOutOfBoundsException(index);
  }
}
