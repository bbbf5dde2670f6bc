package dev.weft.waiting;

import dev.weft.abi.Hold;

/**
 * Waiting by a strand that cannot be suspended where it is: its carrier blocks, and another one
 * runs the others meanwhile. Everything that would end the wait of a suspended strand ends this
 * one, and the strand goes on in its turn, as a suspended one does.
 */
final class PinnedWait {
  private PinnedWait() {}

  static boolean await(Waiter waiter, Strand strand, long nanos) throws InterruptedException {
    Hold.check(); // the plain code that calls this may have blocked before
    if (strand.hasSignal(waiter.mode()) && waiter.raise(false)) {
      strand.throwSignal(waiter.mode());
    }
    if (!waiter.isDecided() && nanos <= 0) {
      waiter.expire();
    }
    if (waiter.isDecided()) {
      return waiter.isWoken();
    }
    if (nanos != Waiter.FOREVER) {
      waiter.startTimer(strand, nanos);
    }
    block(waiter, strand);
    if (waiter.isRaised()) {
      strand.throwSignal(waiter.mode());
    } else if (waiter.isExpired() && !waiter.isTimed()) {
      strand.throwAbandoned();
    }
    return waiter.isWoken();
  }

  private static void block(Waiter waiter, Strand strand) {
    strand.setWaiter(waiter);
    strand.keepCarrier(waiter.blocker());
    try {
      if (!strand.isReadyAfterSuspension()) {
        strand.blockCarrier();
      }
    } finally {
      strand.freeCarrier();
      strand.setWaiter(null);
    }
    if (waiter.isTimed() && !waiter.isExpired()) {
      strand.forgetTimer();
    }
  }
}
