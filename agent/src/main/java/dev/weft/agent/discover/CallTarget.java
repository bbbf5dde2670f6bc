package dev.weft.agent.discover;

/** How woven code makes a call. */
public sealed interface CallTarget {

  /** By the callee's twin, which is known to exist. A suspend point. */
  record Twin() implements CallTarget {}

  /** By a marker's twin if the receiver implements it, else plainly. A suspend point. */
  record Marker(String markerType) implements CallTarget {}

  /** By an {@code invokedynamic} that looks for a twin when it runs. A suspend point. */
  record Dynamic() implements CallTarget {}

  /**
   * By a static method that stands for one of the JDK's. A suspend point.
   *
   * <p>The method takes the receiver, unless the call is static, then the arguments; only its twin
   * is called. The guard takes the same and the calling class, and says whether the call may be
   * made this way now; otherwise it is made as it is written, by the caller itself, so that the
   * JDK's checks of the caller, and its exceptions, are the original ones.
   *
   * @param receiver internal name of the type that declares the JDK's method
   * @param owner internal name of the class that declares substitute and guard
   * @param guard empty when the substitute always serves
   */
  record Substitute(String receiver, String owner, String name, String guard)
      implements CallTarget {}

  /** As the plain body does. Not a suspend point. */
  record Plain() implements CallTarget {}

  CallTarget TWIN = new Twin();
  CallTarget DYNAMIC = new Dynamic();
  CallTarget PLAIN = new Plain();
}
