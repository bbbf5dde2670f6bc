package dev.weft.hub;

import dev.weft.SuspendableRunnable;
import dev.weft.waiting.AdoptedThread;

/**
 * Runs threads of the program as tasks, on hubs that there are for nothing else: one for each
 * carrier, which get new ones in turn. As with threads, the JVM does not end while one of them
 * lives that is no daemon, and does not wait for the others, nor let them clean up. Threads: any.
 */
public final class ThreadHubs {
  private static volatile int carriers;

  /** Started when the first thread is. */
  private static final class Started {
    static final HubGroup HUBS =
        HubGroup.ofThreads(carriers > 0 ? carriers : Runtime.getRuntime().availableProcessors());
  }

  /** A thread of the JVM that keeps it from ending. There when it has to be, and only then. */
  private static final class Keeper implements Runnable {
    private static final Object LOCK = new Object();
    private static int living;
    private static boolean there;

    static void enter() {
      synchronized (LOCK) {
        living++;
        if (!there) {
          Thread keeper = new Thread(null, new Keeper(), "weft-threads", 0, false);
          keeper.setDaemon(false);
          keeper.start();
          there = true;
        }
      }
    }

    static void leave() {
      synchronized (LOCK) {
        living--;
        if (living == 0) {
          LOCK.notifyAll();
        }
      }
    }

    @Override
    public void run() {
      synchronized (LOCK) {
        while (living > 0) {
          try {
            LOCK.wait();
          } catch (InterruptedException e) {
            assert living >= 0; // nobody has a reason to; it goes on
          }
        }
        there = false;
      }
    }
  }

  private ThreadHubs() {}

  /** How many carriers there are to be, if no thread was started yet; 0 for one a processor. */
  public static void setCarriers(int newCarriers) {
    carriers = newCarriers;
  }

  /** Its hubs, for those who look on; starts them. */
  public static HubGroup group() {
    return Started.HUBS;
  }

  /**
   * Starts a thread.
   *
   * @param body what it runs; ends by {@link #ended}
   */
  public static void start(AdoptedThread adopted, SuspendableRunnable body) {
    Hub hub = Started.HUBS.place();
    boolean daemon = adopted.thread().isDaemon();
    if (!daemon) {
      Keeper.enter();
    }
    boolean begun = false;
    try {
      Task<Void> task =
          new Task<>(
              hub,
              new TaskBody.OfRunnable(body),
              null,
              Task.currentOrNull(),
              TaskLocals.inherit(null, TaskLocals.Inheritance.EMPTY, hub.contexts()),
              true, // what its own handlers did not get
              daemon,
              adopted);
      hub.begin(task, 0);
      begun = true;
    } finally {
      if (!begun && !daemon) {
        Keeper.leave();
      }
    }
  }

  /** A thread that was started has ended. */
  public static void ended(boolean daemon) {
    if (!daemon) {
      Keeper.leave();
    }
  }
}
