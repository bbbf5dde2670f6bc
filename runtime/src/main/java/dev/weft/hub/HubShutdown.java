package dev.weft.hub;

import java.util.concurrent.TimeUnit;

/**
 * Ends a hub with the JVM. A task that calls {@link System#exit} waits for this on its carrier, and
 * never goes on; the others run on a spare one meanwhile, and that task has ended for them.
 */
final class HubShutdown implements JvmShutdown.Ending, AutoCloseable {
  /** How long to wait for a carrier when there is none but those that exit. */
  private static final long NO_CARRIER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Hub hub;
  private final Baton baton;

  /** Since when it has no carrier that can run tasks; negative while it has one. */
  private long withoutCarrier = -1;

  /** Tells the hub which of its tasks exit; null at first. */
  private Task<Void> dropping;

  private HubShutdown(Hub hub, Baton baton) {
    this.hub = hub;
    this.baton = baton;
  }

  /** From now on, until closed, {@code hub} is ended with the JVM. */
  static HubShutdown register(Hub hub, Baton baton) {
    HubShutdown registered = new HubShutdown(hub, baton);
    if (hub.isEndedWithJvm()) {
      JvmShutdown.register(registered);
    }
    return registered;
  }

  @Override
  public void close() {
    JvmShutdown.forget(this);
  }

  @Override
  public long graceNanos() {
    return hub.graceNanos();
  }

  @Override
  public void begin() {
    hub.shutdown();
  }

  @Override
  public boolean isOver() {
    boolean exiting = false;
    for (Thread carrier : baton.threads()) {
      exiting |= isExiting(carrier);
    }
    return baton.isOver() || (exiting && dropExiting());
  }

  private static boolean isExiting(Thread carrier) {
    return JvmShutdown.isExiting(carrier.getStackTrace());
  }

  /** Lets the hub go on without the tasks that exit; true when nobody is left to run it. */
  private boolean dropExiting() {
    Carrier holder = baton.holder();
    boolean stands = holder == null || isExiting(holder.thread());
    if (stands && holder != null && baton.take(holder, true, false)) {
      stands = false;
    }
    if (stands) {
      long now = System.nanoTime();
      withoutCarrier = withoutCarrier < 0 ? now : withoutCarrier;
      return now - withoutCarrier > NO_CARRIER_NANOS;
    }
    withoutCarrier = -1;
    try {
      if (dropping == null || dropping.isDone()) { // or killed, with all others, before it began
        dropping = Task.with().on(hub).background(true).spawn(this::abandonExiting);
      }
    } catch (IllegalStateException e) {
      return true; // it has ended
    }
    return false;
  }

  /** By the hub. */
  private void abandonExiting() {
    for (Task<?> task : hub.tasks()) {
      if (!task.isDone() && task.home() instanceof Carrier carrier && isExiting(carrier.thread())) {
        baton.lose(carrier);
        task.abandon();
      }
    }
  }
}
