package dev.weft.greenlet;

import dev.weft.Suspendable;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/** The greenlets of one thread that are to be closed when their {@link GreenletHandle} is lost. */
final class AbandonedGreenlets {
  private final ReferenceQueue<GreenletHandle> lost = new ReferenceQueue<>();
  private final Set<Watch> watches = new HashSet<>();

  /** Closes {@code greenlet} at some time after {@code handle} has become unreachable. */
  void watch(GreenletHandle handle, Greenlet greenlet) {
    watches.add(new Watch(handle, greenlet, lost));
  }

  /**
   * Closes those whose handle is gone. What they throw goes to the thread's uncaught exception
   * handler.
   */
  @Suspendable
  void close() {
    for (Object reference = lost.poll(); reference != null; reference = lost.poll()) {
      Watch watch = (Watch) reference;
      watches.remove(watch);
      close(watch.greenlet);
    }
  }

  @Suspendable
  private void close(Greenlet greenlet) {
    if (!greenlet.isActive() || !greenlet.canReceive()) {
      return; // never started, dead, running right now, or part of a suspended coroutine
    }
    try {
      Closing.kill(greenlet, new GreenletExit("the handle of this greenlet was lost"));
    } catch (Throwable failure) {
      if (!greenlet.isOver()) {
        throw failure; // somebody raised it in the greenlet that waits here
      }
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
  }

  /** Holds the greenlet, whose frames may run {@code finally} blocks, but not the handle. */
  private static final class Watch extends PhantomReference<GreenletHandle> {
    private final Greenlet greenlet;

    Watch(GreenletHandle handle, Greenlet greenlet, ReferenceQueue<GreenletHandle> queue) {
      super(handle, queue);
      this.greenlet = greenlet;
    }
  }
}
