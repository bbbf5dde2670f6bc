package dev.weft.hub;

import dev.weft.abi.Frame;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Strand;

/** The part of {@link Task} that blocks a carrier, where the task cannot be suspended. */
abstract class HomingStrand extends Strand {
  private volatile Home home;

  HomingStrand(Frame start) {
    super(start);
  }

  /** The carrier that it blocks; null when it does not. */
  final Home home() {
    return home;
  }

  final void setHome(Home newHome) {
    home = newHome;
  }

  /** The current thread, on which it is about to wait for {@code blocker}. */
  abstract Home newHome(Blocker blocker);

  @Override
  protected final void keepCarrier(Blocker blocker) {
    home = newHome(blocker);
  }

  @Override
  protected final void blockCarrier() {
    home.await(this);
  }

  @Override
  protected final void freeCarrier() {
    home = null;
  }

  @Override
  protected final Thread blockedCarrier() {
    Home blocked = home;
    return blocked == null ? null : blocked.thread();
  }

  @Override
  protected final void throwAbandoned() {
    throw new TaskExit("its scheduler has ended");
  }

  @Override
  protected final void signalledOutside(boolean byInterrupt) {
    Home blocked = home;
    if (blocked != null) {
      blocked.interrupt(this, byInterrupt);
    }
  }

  /** It blocks its carrier from now on: what was raised before has to reach it, too. */
  final void interruptIfSignalled() {
    if (isSignalled()) {
      signalledOutside(isInterrupted());
    }
  }

  /** The call that blocked its carrier has thrown an exception for its interrupt flag. */
  final void forgetInterrupt() {
    boolean taken = testInterrupt();
    assert taken || !isInterrupted();
  }
}
