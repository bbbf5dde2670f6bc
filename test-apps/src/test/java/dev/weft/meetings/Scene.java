package dev.weft.meetings;

import dev.weft.SuspendablePredicate;
import dev.weft.SuspendableRunnable;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * A blocking call, and what it takes to make it block and to let it go on.
 *
 * @param prepare makes the call block; done by who will release
 * @param block makes the call
 * @param blockWithin makes it with a limit: whether it was released in time
 * @param release lets one caller go on
 * @param waiting how many callers wait
 * @param mend makes it usable again when a caller has given up
 */
record Scene(
    SuspendableRunnable prepare,
    SuspendableRunnable block,
    SuspendablePredicate<Duration> blockWithin,
    SuspendableRunnable release,
    IntSupplier waiting,
    Runnable mend) {

  Scene(
      SuspendableRunnable prepare,
      SuspendableRunnable block,
      SuspendablePredicate<Duration> blockWithin,
      SuspendableRunnable release,
      IntSupplier waiting) {
    this(prepare, block, blockWithin, release, waiting, () -> {});
  }
}
