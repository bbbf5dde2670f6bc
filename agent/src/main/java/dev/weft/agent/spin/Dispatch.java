package dev.weft.agent.spin;

import dev.weft.agent.discover.CallTarget;

/** How the twin of a lambda reaches the implementation. */
sealed interface Dispatch {

  /** By the implementation's own twin. */
  record Twin() implements Dispatch {}

  /** By a marker's twin, if the receiver implements it; else plainly. */
  record Marker(String markerType) implements Dispatch {}

  /** By a call site that looks for a twin when it runs. */
  record Dynamic() implements Dispatch {}

  /** By the method that stands for the implementation, a method of the JDK, in woven code. */
  record Substitute(CallTarget.Substitute by) implements Dispatch {}

  /** Plainly: the implementation cannot suspend. */
  record Plain() implements Dispatch {}
}
