package dev.weft;

/** A {@link java.util.function.Function} that may suspend and may throw. */
@Suspendable
@FunctionalInterface
public interface SuspendableFunction<T, R> {

  /**
   * Performs the action; may suspend.
   *
   * @throws Exception whatever the action throws
   */
  R apply(T argument) throws Exception;
}
