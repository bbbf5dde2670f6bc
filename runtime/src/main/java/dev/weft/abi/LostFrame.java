package dev.weft.abi;

/**
 * Stands for a frame that could not be saved because the heap was exhausted to the last byte:
 * passes on the error that struck. A few are allocated ahead, so that saving never throws.
 *
 * <p>Threads: the spares are shared, under the lock of this class. They are chained by a field of
 * their own, since every queue of the JDK allocates something now and then.
 */
final class LostFrame extends Frame {
  private static final int SPARES = 64;

  private static LostFrame spares;

  private static final Resumer PASS_ON =
      new Resumer(new MethodSite("", "", "", "", null, "")) {
        @Override
        public void resume(Frame frame, FrameStack stack) throws Throwable {
          LostFrame lost = (LostFrame) frame;
          Resumer method = lost.lostResumer;
          int at = lost.tag;
          lost.giveBack();
          stack.takeVoid(); // the usual case; the heap may still be full
          throw new OutOfMemoryError(
              "the frame of "
                  + method.elementAt(at)
                  + " could not be saved, so it cannot go on; give the JVM more heap");
        }

        @Override
        public StackTraceElement elementAt(int tag) {
          return new StackTraceElement("dev.weft.abi.LostFrame", "lost", null, -1);
        }
      };

  private Resumer lostResumer;
  private LostFrame next;

  private LostFrame() {}

  static {
    for (int i = 0; i < SPARES; i++) {
      new LostFrame().giveBack();
    }
  }

  /** A spare, or null when all are in use: then the lost frame is left out. Never throws. */
  static synchronized LostFrame take() {
    LostFrame taken = spares;
    if (taken != null) {
      spares = taken.next;
      taken.next = null;
    }
    return taken;
  }

  /** Makes the spares, while there is memory. */
  static void prepare() {
    // The class initialiser has done it.
  }

  /** The trampoline has read the caller; from here on this is a spare again. */
  private void giveBack() {
    caller = null;
    lostResumer = null;
    synchronized (LostFrame.class) {
      next = spares;
      spares = this;
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
