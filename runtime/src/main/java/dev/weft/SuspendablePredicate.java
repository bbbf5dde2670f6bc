package dev.weft;

/** A {@link java.util.function.Predicate} that may suspend and may throw. */
@Suspendable
@FunctionalInterface
public interface SuspendablePredicate<T> {

  /**
   * Performs the action; may suspend.
   *
   * @throws Exception whatever the action throws
   */
  boolean test(T value) throws Exception;
}
