package dev.weft.greenlet;

import dev.weft.continuation.HandWoven;

/** The main greenlet of a test, and greenlets made of steps. */
abstract class GreenletFixture {
  final Greenlet main = Greenlet.current();

  /** A greenlet with these steps, child of the current one. */
  static Greenlet greenlet(HandWoven.Step... steps) {
    return new Greenlet(HandWoven.start(steps), null);
  }
}
