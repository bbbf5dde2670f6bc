package dev.weft.agent.discover;

/** How woven code makes a call. */
public sealed interface CallTarget {

  /** By the callee's twin, which is known to exist. A suspend point. */
  record Twin() implements CallTarget {}

  /** By a marker's twin if the receiver implements it, else plainly. A suspend point. */
  record Marker(String markerType) implements CallTarget {}

  /** By an {@code invokedynamic} that looks for a twin when it runs. A suspend point. */
  record Dynamic() implements CallTarget {}

  /** As the plain body does. Not a suspend point. */
  record Plain() implements CallTarget {}

  CallTarget TWIN = new Twin();
  CallTarget DYNAMIC = new Dynamic();
  CallTarget PLAIN = new Plain();
}
