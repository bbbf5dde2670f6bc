package dev.weft.greenlet;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.Twin;

/** Ends greenlets from outside, so that their {@code finally} blocks run. */
final class Closing {
  private Closing() {}

  /** See {@link Greenlet#close}. */
  @Suspendable
  static void close(Greenlet greenlet) {
    if (greenlet.isMain()) {
      throw new UnsupportedOperationException(
          greenlet + " cannot be closed: it ends with its thread");
    }
    if (greenlet.isOver()) {
      return;
    }
    greenlet.owner.checkThread(greenlet, "cannot be closed by a different thread");
    kill(greenlet, new GreenletExit());
    if (!greenlet.isOver()) {
      throw new IllegalStateException(
          greenlet
              + " caught GreenletExit and went on; let the exit pass, or end the body after it");
    }
  }

  /** Raises {@code exit} there, with the current greenlet as the heir until that is over. */
  @Suspendable
  static void kill(Greenlet greenlet, GreenletExit exit) {
    Greenlet current = Greenlet.current();
    if (current == greenlet) {
      throw exit;
    }
    Greenlet before = greenlet.closer();
    greenlet.setCloser(current);
    try {
      raise(greenlet, exit);
    } finally {
      greenlet.setCloser(before);
    }
  }

  /** Raises without looking for abandoned greenlets first: closing them may be going on. */
  @Suspendable
  static void raise(Greenlet greenlet, GreenletExit exit) {
    Switching.now(greenlet, null, exit);
  }

  @Twin
  static void raise(Greenlet greenlet, GreenletExit exit, FrameStack stack) {
    Switching.now(greenlet, null, exit, stack);
  }
}
