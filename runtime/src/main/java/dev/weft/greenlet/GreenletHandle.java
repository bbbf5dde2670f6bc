package dev.weft.greenlet;

import dev.weft.Suspendable;

/**
 * Keeps a greenlet from being forgotten half-way: when the handle is lost, a {@link GreenletExit}
 * is raised in the greenlet, so that its {@code finally} blocks run.
 *
 * <p>The garbage collector notices the loss, at a time of its own; the exit is then raised on the
 * greenlet's own thread, when that next switches, with the greenlet that switches as the parent.
 * Other exceptions go to the thread's {@link Thread.UncaughtExceptionHandler}. The greenlet must
 * not have the handle in a local variable or field, or it is never lost; it may know the greenlet
 * itself. A thread that ends closes nothing: see {@link GreenletScope}.
 */
public final class GreenletHandle implements AutoCloseable {
  private final Greenlet greenlet;

  /**
   * A handle for {@code greenlet}.
   *
   * @throws IllegalStateException if it belongs to another thread
   */
  public GreenletHandle(Greenlet greenlet) {
    greenlet.owner.checkThread(greenlet, "cannot be watched by a different thread");
    this.greenlet = greenlet;
    greenlet.owner.watchHandles().watch(this, greenlet);
  }

  /** The greenlet; whoever keeps it must keep the handle too. */
  public Greenlet greenlet() {
    return greenlet;
  }

  /** Closes the greenlet now; see {@link Greenlet#close}. */
  @Override
  @Suspendable
  public void close() {
    greenlet.close();
  }

  /** Closes the greenlets of this thread whose handles were lost, as every switch does first. */
  @Suspendable
  public static void closeAbandoned() {
    AbandonedGreenlets abandoned = GreenletOwner.current().abandoned();
    if (abandoned != null) {
      abandoned.close();
    }
  }
}
