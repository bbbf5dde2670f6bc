package dev.weft.waiting;

import java.io.FileDescriptor;
import java.nio.channels.SelectableChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pollers of this JVM: those of hubs, and one with a daemon thread of its own, for all who have
 * no thread that polls: tasks on several carriers, tasks that block theirs, and plain threads.
 */
public final class Pollers {
  /** What is closed is to be told to all. */
  private static final Set<Poller> ALL = ConcurrentHashMap.newKeySet();

  private Pollers() {}

  /** Started when it is needed first. */
  private static final class Holder {
    static final Poller POLLER = start();

    private static Poller start() {
      Poller poller = open();
      Thread thread = new Thread(() -> run(poller), "weft-poller");
      thread.setDaemon(true);
      thread.setContextClassLoader(null); // which may be that of an application to be unloaded
      thread.start();
      return poller;
    }

    private static void run(Poller poller) {
      while (true) {
        int unused = poller.poll(Waiter.FOREVER);
      }
    }
  }

  /** Whether anybody has ever waited for a descriptor, and may still. */
  public static boolean areAny() {
    return !ALL.isEmpty();
  }

  /** The one with a thread of its own. */
  public static Poller shared() {
    return Holder.POLLER;
  }

  /** A new one, which {@link #close} ends. */
  public static Poller open() {
    Poller poller = new Poller();
    ALL.add(poller);
    return poller;
  }

  /** Ends one that {@link #open} has made. */
  public static void close(Poller poller) {
    ALL.remove(poller);
    poller.close();
  }

  /**
   * Wakes those who wait for the descriptor of a channel, which is about to be closed: its number
   * is free for others afterwards. Called as {@link #closed} is.
   */
  public static void closing(SelectableChannel channel) {
    if (!ALL.isEmpty()) {
      FileDescriptor descriptor = Readiness.descriptorOrNull(channel);
      if (descriptor != null) {
        closed(descriptor);
      }
    }
  }

  /**
   * Wakes those who wait for a descriptor or a channel, since it was closed. Called by the JDK's
   * own classes, in which the agent has put the call.
   */
  public static void closed(Object target) {
    if (!ALL.isEmpty()) {
      for (Poller poller : ALL) {
        poller.closed(target);
      }
    }
  }
}
