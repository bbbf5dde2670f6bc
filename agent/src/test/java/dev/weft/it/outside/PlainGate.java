package dev.weft.it.outside;

import java.util.concurrent.CountDownLatch;

/** Waits in code that is not woven. */
public final class PlainGate {
  private final CountDownLatch latch = new CountDownLatch(1);
  private boolean open;

  /** Waits in a way that Weft does not know. */
  public synchronized void await() throws InterruptedException {
    while (!open) {
      wait();
    }
  }

  /** Waits in one that it knows. */
  public void awaitLatch() throws InterruptedException {
    latch.await();
  }

  /** Lets those go on who wait. */
  public synchronized void open() {
    open = true;
    latch.countDown();
    notifyAll();
  }
}
