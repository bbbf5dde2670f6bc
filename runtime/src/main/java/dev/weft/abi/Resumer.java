package dev.weft.abi;

/**
 * Knows one woven method: what it is called, where its suspend points are, and how to enter its
 * resume body.
 *
 * <p>There is one instance per woven method and class loader, made by the agent as a hidden
 * nestmate of the method's class, so that the JIT can devirtualise {@link #resume} by receiver
 * type. Immutable and free of locks.
 */
public abstract class Resumer {
  private final MethodSite site;

  protected Resumer(MethodSite site) {
    this.site = site;
  }

  /** The method this resumer enters. */
  public final MethodSite site() {
    return site;
  }

  /**
   * Goes on behind the suspend point at which {@code frame} was saved. The callee's result or
   * exception is taken from {@code stack}; on return the method's own result is there, or {@link
   * FrameStack#unwinding} is set.
   *
   * @throws Throwable what the method throws
   */
  public abstract void resume(Frame frame, FrameStack stack) throws Throwable;

  /** The trace element of a frame of this method with the given tag. */
  public StackTraceElement elementAt(int tag) {
    return site.elementAt(tag & Frame.POINT_MASK);
  }

  @Override
  public String toString() {
    return site.toString();
  }
}
