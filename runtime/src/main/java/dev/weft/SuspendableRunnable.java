package dev.weft;

/** A {@link Runnable} that may suspend and may throw. */
@Suspendable
@FunctionalInterface
public interface SuspendableRunnable {

  /**
   * Performs the action; may suspend.
   *
   * @throws Exception whatever the action throws
   */
  void run() throws Exception;
}
