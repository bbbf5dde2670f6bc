package dev.weft.sync;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Twin;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Selectable;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Turn;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;

/** What all who wait for pass at once, when it is ready: an event, a latch, a promise. */
abstract class Gate implements Selectable {
  private final String name;
  private final boolean outside;

  /** Those who wait. Guarded by its own monitor, under which readiness changes. */
  final WaitQueue queue = new WaitQueue();

  /** A gate; {@code name} may be null. */
  Gate(String name) {
    this(name, false);
  }

  /** A gate that somebody may open whom no scheduler sees, if it says so. */
  Gate(String name, boolean outside) {
    this.name = name;
    this.outside = outside;
  }

  @Override
  public boolean endsOutside() {
    return outside;
  }

  /** Waits until it is ready, no longer than {@code nanos}; whether it is. */
  @Suspendable
  final boolean awaitWithin(long nanos) throws InterruptedException {
    Waiter waiter = enter(Strand.currentUninterrupted(), nanos);
    return waiter == null ? nanos > 0 || isReady() : waiter.await(nanos);
  }

  @Twin
  @PassesStack
  @SuppressWarnings("UnusedMethod") // called in woven code
  final boolean awaitWithin(long nanos, FrameStack stack) throws InterruptedException {
    Waiter waiter = enter(Strand.currentUninterrupted(stack), nanos);
    if (waiter != null) {
      return waiter.await(nanos);
    }
    boolean ready = nanos > 0 || isReady();
    if (ready && othersAreFirst()) {
      Turn.pass();
    }
    return ready;
  }

  private Waiter enter(Object me, long nanos) {
    if (nanos <= 0 || isReady()) {
      return null;
    }
    Waiter waiter = waiterOf(me);
    return enter(waiter) ? waiter : null;
  }

  /** Whether some were woken and have not gone on, who go on before those that need not wait. */
  boolean othersAreFirst() {
    return false;
  }

  /** What {@code owner} waits in. */
  Waiter waiterOf(Object owner) {
    return new Waiter(owner, this);
  }

  @Override
  public boolean enter(Waiter waiter) {
    synchronized (queue) {
      if (isReady()) {
        return false;
      }
      queue.add(waiter);
      return true;
    }
  }

  @Override
  public void leave(Waiter waiter) {
    synchronized (queue) {
      queue.remove(waiter);
    }
  }

  /** How many wait. A snapshot. */
  public int waiting() {
    synchronized (queue) {
      return queue.size();
    }
  }

  @Override
  public String toString() {
    return Blocker.describe(this, name);
  }
}
