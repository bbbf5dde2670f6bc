package dev.weft.hub;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Ends the schedulers that run when the JVM is asked to end (SIGTERM, Ctrl-C, {@link System#exit}),
 * so that every {@code finally} of their tasks runs. Threads: any.
 */
final class JvmShutdown {
  private static final Set<Ending> RUNNING = ConcurrentHashMap.newKeySet();
  private static final Thread HOOK = new Thread(JvmShutdown::endAll, "weft-shutdown");

  private static final int LOOK_AGAIN_MILLIS = 5;

  static {
    HOOK.setContextClassLoader(null); // which may be that of an application to be unloaded
    try {
      Runtime.getRuntime().addShutdownHook(HOOK);
    } catch (IllegalStateException e) {
      RUNNING.clear(); // the JVM is ending: nobody will ask these schedulers to
    }
  }

  /** How a scheduler is ended. Called by the hook. */
  interface Ending {
    /** Asks it to end. */
    void begin();

    /** Looks again: whether all of its tasks have ended that can. */
    boolean isOver();

    /** How long it may take. */
    long graceNanos();
  }

  private JvmShutdown() {}

  /** From now on, until forgotten, this is ended with the JVM. */
  static void register(Ending ending) {
    RUNNING.add(ending);
  }

  /** It has ended. */
  static void forget(Ending ending) {
    RUNNING.remove(ending);
  }

  private static void endAll() {
    for (Ending each : RUNNING) {
      each.begin();
    }
    try {
      for (Ending each : RUNNING) {
        await(each);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Ending ending) throws InterruptedException {
    long limit = System.nanoTime() + ending.graceNanos();
    while (RUNNING.contains(ending) && !ending.isOver() && System.nanoTime() - limit < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  /** Whether a thread ends the JVM, as far as its stack tells: it does nothing else any more. */
  static boolean isExiting(StackTraceElement[] stack) {
    for (StackTraceElement element : stack) {
      if (element.getClassName().equals("java.lang.Shutdown")) {
        return true;
      }
    }
    return false;
  }
}
