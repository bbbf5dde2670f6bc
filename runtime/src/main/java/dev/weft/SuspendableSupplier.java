package dev.weft;

/** A {@link java.util.function.Supplier} that may suspend and may throw. */
@Suspendable
@FunctionalInterface
public interface SuspendableSupplier<T> {

  /**
   * Performs the action; may suspend.
   *
   * @throws Exception whatever the action throws
   */
  T get() throws Exception;
}
