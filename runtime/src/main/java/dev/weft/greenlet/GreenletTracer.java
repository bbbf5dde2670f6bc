package dev.weft.greenlet;

import dev.weft.Suspendable;

/** Sees every switch of a thread; see {@link Greenlet#setTracer}. */
@Suspendable
@FunctionalInterface
public interface GreenletTracer {

  /**
   * Called in {@code target}, before its pending switch returns or its body starts; may switch.
   *
   * @param event whether a value or an exception arrived
   * @param origin the greenlet that had control before; dead when it just ended
   * @param target the greenlet that has control now
   * @throws Exception switches tracing off, and is raised in {@code target}
   */
  void trace(GreenletEvent event, Greenlet origin, Greenlet target) throws Exception;
}
