package dev.weft.greenlet;

import dev.weft.Suspendable;

/**
 * What a {@link Greenlet} does: takes the value of the first switch, and returns the value its
 * parent gets.
 *
 * <p>Values are plain objects: any greenlet may switch to any other at any time, so what a switch
 * brings back is known to the program, not to the type of the greenlet.
 */
@Suspendable
@FunctionalInterface
public interface GreenletBody {

  /**
   * Does the work; may switch.
   *
   * @param first what the first switch passed; null when it passed nothing
   * @return what the parent's pending switch returns
   * @throws Exception whatever the work throws; it is raised in the parent
   */
  Object run(Object first) throws Exception;
}
