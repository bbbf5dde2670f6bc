package dev.weft.abi;

import java.util.List;

/**
 * Knows one woven method: what it is called, where its suspend points are, and how to enter its
 * resume body.
 *
 * <p>There is one instance per woven method and class loader, made by the agent as a hidden
 * nestmate of the method's class, so that the JIT can devirtualise {@link #resume} by receiver
 * type. Free of locks, and but for what is remembered for dumps, immutable.
 */
public abstract class Resumer {
  private final MethodSite site;

  /** Null until somebody looks into a frame. */
  private volatile SavedVariables variables;

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
   * FrameStack#isUnwinding} is set.
   *
   * @throws Throwable what the method throws
   */
  public abstract void resume(Frame frame, FrameStack stack) throws Throwable;

  /** The trace element of a frame of this method with the given tag. */
  public StackTraceElement elementAt(int tag) {
    return site.elementAt(tag & Frame.POINT_MASK);
  }

  /** The variables that a frame of this method with the given tag holds. For dumps. */
  final List<SavedVariables.Variable> variablesAt(int tag) {
    SavedVariables known = variables;
    if (known == null) {
      Agent agent = Abi.agentOrNull();
      known = agent == null ? SavedVariables.NONE : agent.savedVariables(this);
      variables = known;
    }
    return known.at(tag);
  }

  @Override
  public String toString() {
    return site.toString();
  }
}
