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

  static {
    Runtime.getRuntime().addShutdownHook(HOOK);
  }

  private final Hub hub;
  private final Thread carrier = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);

  private HubShutdown(Hub hub) {
    this.hub = hub;
  }

  /** From now on, until closed, {@code hub} is ended with the JVM. */
  static HubShutdown register(Hub hub) {
    HubShutdown registered = new HubShutdown(hub);
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
    if (carrier.getState() == Thread.State.BLOCKED || carrier.getState() == Thread.State.WAITING) {
      if (isExiting()) {
        return;
      }
    }
    try {
      boolean inTime = ended.await(hub.graceNanos(), TimeUnit.NANOSECONDS);
      assert inTime || !RUNNING.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isExiting() {
    for (StackTraceElement element : carrier.getStackTrace()) {
      if (element.getClassName().equals("java.lang.Shutdown")) {
        return true;
      }
    }
    return false;
  }
}
