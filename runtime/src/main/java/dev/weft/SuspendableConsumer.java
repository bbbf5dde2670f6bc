package dev.weft;

/** A {@link java.util.function.Consumer} that may suspend and may throw. */
@Suspendable
@FunctionalInterface
public interface SuspendableConsumer<T> {

  /**
   * Performs the action; may suspend.
   *
   * @throws Exception whatever the action throws
   */
  void accept(T value) throws Exception;
}
