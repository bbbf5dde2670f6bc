package dev.weft.jcstress;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** One actor that may be interrupted by another one, and leaves no flag behind. */
class Interruption {
  /** Whether the call ended by an {@link InterruptedException}. */
  static final int THROWN = -1;

  private volatile Thread target;
  private volatile boolean sent;

  /** Makes the call: its result, or {@link #THROWN}. */
  final int during(Callable<Integer> call) {
    target = Thread.currentThread();
    int result;
    try {
      result = call.call();
    } catch (InterruptedException e) {
      result = THROWN;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    while (!sent) {
      Thread.onSpinWait();
    }
    boolean ignored = Thread.interrupted();
    return result;
  }

  /** Interrupts who makes the call, right before or right behind what would let it go on. */
  final void sendBesides(Runnable release) {
    boolean before = ThreadLocalRandom.current().nextBoolean();
    if (!before) {
      release.run();
    }
    send();
    if (before) {
      release.run();
    }
  }

  private void send() {
    while (target == null) {
      Thread.onSpinWait();
    }
    target.interrupt();
    sent = true;
  }
}
