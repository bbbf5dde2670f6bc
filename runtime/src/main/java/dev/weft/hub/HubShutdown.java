package dev.weft.hub;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the hubs that run when the JVM is asked to end (SIGTERM, Ctrl-C, {@link System#exit}), so
 * that every {@code finally} of their tasks runs.
 */
final class HubShutdown implements AutoCloseable {
  private static final Set<HubShutdown> RUNNING = ConcurrentHashMap.newKeySet();
  private static final Thread HOOK = new Thread(HubShutdown::endAll, "weft-shutdown");

  private static final int LOOK_AGAIN_MILLIS = 20;

  static {
    HOOK.setContextClassLoader(null); // which may be that of an application to be unloaded
    try {
      Runtime.getRuntime().addShutdownHook(HOOK);
    } catch (IllegalStateException e) {
      RUNNING.clear(); // the JVM is ending: nobody will ask these hubs to
    }
  }

  private final Hub hub;
  private final Baton baton;
  private final CountDownLatch ended = new CountDownLatch(1);

  private HubShutdown(Hub hub, Baton baton) {
    this.hub = hub;
    this.baton = baton;
  }

  /** From now on, until closed, {@code hub} is ended with the JVM. */
  static HubShutdown register(Hub hub, Baton baton) {
    HubShutdown registered = new HubShutdown(hub, baton);
    RUNNING.add(registered);
    return registered;
  }

  @Override
  public void close() {
    RUNNING.remove(this);
    ended.countDown();
  }

  private static void endAll() {
    for (HubShutdown each : RUNNING) {
      each.hub.shutdown();
    }
    for (HubShutdown each : RUNNING) {
      each.await();
    }
  }

  /** A task that calls System.exit waits for this hook on its carrier: nothing can be done then. */
  private void await() {
    long limit = System.nanoTime() + hub.graceNanos();
    try {
      while (!isExiting() && System.nanoTime() - limit < 0) {
        if (ended.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isExiting() {
    return baton.threads().stream().anyMatch(HubShutdown::isExiting);
  }

  private static boolean isExiting(Thread carrier) {
    for (StackTraceElement element : carrier.getStackTrace()) {
      if (element.getClassName().equals("java.lang.Shutdown")) {
        return true;
      }
    }
    return false;
  }
}
