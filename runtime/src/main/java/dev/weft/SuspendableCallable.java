package dev.weft;

/** A {@link java.util.concurrent.Callable} that may suspend. */
@Suspendable
@FunctionalInterface
public interface SuspendableCallable<V> {

  /**
   * Performs the action; may suspend.
   *
   * @throws Exception whatever the action throws
   */
  V call() throws Exception;
}
