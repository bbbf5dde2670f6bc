package dev.weft.hazard.outside;

/** Takes all the memory there is. */
public final class Hog {
  private static Object[] chain;

  private Hog() {}

  /** Fills the heap, with smaller and smaller objects, to the last bytes. */
  public static void fill() {
    for (int size = 1 << 18; size >= 1; size /= 4) {
      try {
        for (; ; ) {
          Object[] link = new Object[size];
          link[0] = chain;
          chain = link;
        }
      } catch (OutOfMemoryError e) {
        assert size > 0; // a smaller one may still fit
      }
    }
  }

  /** Gives it all back. */
  public static void release() {
    chain = null;
  }
}
