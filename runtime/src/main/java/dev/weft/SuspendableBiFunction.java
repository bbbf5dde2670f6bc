package dev.weft;

/** A {@link java.util.function.BiFunction} that may suspend and may throw. */
@Suspendable
@FunctionalInterface
public interface SuspendableBiFunction<T, U, R> {

  /**
   * Performs the action; may suspend.
   *
   * @throws Exception whatever the action throws
   */
  R apply(T first, U second) throws Exception;
}
