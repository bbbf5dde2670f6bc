package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.waiting.Strand;
import java.util.concurrent.Future;

/**
 * A wait that a helper does in place of a task: until it is over, or the task gives up, which ends
 * the helper's wait too.
 */
final class Helped {
  /** How a helper waits for something of the JDK's, without limit. */
  interface Wait {
    /** Returns when it is over; what it throws means that, too, unless it is an interrupt. */
    void await() throws Exception;
  }

  private final Occurrence over;
  private final Future<?> helper;

  private Helped(Occurrence over, Future<?> helper) {
    this.over = over;
    this.helper = helper;
  }

  /**
   * Lets a helper wait; null when none is free.
   *
   * @param name what is waited for, for dumps
   */
  static Helped start(String name, Wait wait) {
    Occurrence over = new Occurrence(name);
    Future<?> helper = Helpers.start(() -> run(wait, over));
    return helper == null ? null : new Helped(over, helper);
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // the task will ask the JDK, and be told itself
  private static void run(Wait wait, Occurrence over) {
    try {
      wait.await();
    } catch (Exception ended) {
      assert ended != null;
    } finally {
      over.happen();
    }
  }

  /** Lets {@code strand}, which calls, wait for the helper; whether it is over. */
  @Suspendable
  boolean await(Strand strand, long nanos) throws InterruptedException {
    boolean happened = false;
    try {
      happened = over.await(strand, nanos);
    } finally {
      if (!happened) {
        helper.cancel(true);
      }
    }
    return happened;
  }
}
