package dev.weft.waiting;

import dev.weft.abi.Abi;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;

/** Who owns the locks of {@code java.util.concurrent}. Threads: any. */
final class LockOwners {
  /** Takes the synchronizer; null where the agent could not reach it, or is missing. */
  private static final MethodHandle OWNER =
      Abi.jdkMethod(
              AbstractOwnableSynchronizer.class,
              "getExclusiveOwnerThread",
              MethodType.methodType(Thread.class))
          .orElse(null);

  private LockOwners() {}

  /**
   * The strand that owns what somebody is parked for.
   *
   * @param parkedFor what was given to {@code LockSupport.park}; may be null
   * @return empty if a thread owns it, nobody does, or it is not known to be owned at all
   */
  static Optional<Strand> ownerOf(Object parkedFor) {
    if (OWNER == null || !(parkedFor instanceof AbstractOwnableSynchronizer lock)) {
      return Optional.empty();
    }
    try {
      Thread owner = (Thread) OWNER.invokeExact(lock);
      return owner instanceof StrandThread own ? Optional.of(own.strand()) : Optional.empty();
    } catch (Throwable e) {
      throw new AssertionError("it only reads a field", e);
    }
  }
}
