package dev.weft.interop;

import dev.weft.Suspendable;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a {@link CompletionStage}, such as a {@link java.util.concurrent.CompletableFuture}: a
 * task suspends, a thread blocks.
 *
 * <pre>{@code
 * HttpResponse<String> page = Stages.await(client.sendAsync(request, ofString()));
 * }</pre>
 *
 * <p>A stage that has completed is not waited for. The exception of one that failed is thrown as it
 * is, the same object with the trace it was made with: no {@link
 * java.util.concurrent.CompletionException} around it. A cancelled one throws its {@link
 * java.util.concurrent.CancellationException}.
 *
 * <p>Nobody can see who completes a stage. So a hub whose tasks wait for one is never taken for
 * deadlocked; its {@link dev.weft.hub.ManualClock} jumps all the same, unless {@link
 * dev.weft.hub.Hub#expectOutside} says that something goes on outside. A wait that was given up
 * leaves a small object behind in the stage, until that completes.
 *
 * <p>Threads: any. The other direction is {@link dev.weft.hub.Task#toCompletableFuture}.
 */
public final class Stages {
  private Stages() {}

  /**
   * Waits for the value of {@code stage}. A kill, a timeout around it and an interrupt end the
   * wait, and leave the stage alone: others may want it.
   *
   * @throws InterruptedException if interrupted before or while waiting
   * @throws RuntimeException sneakily: the exception the stage failed with, as it is
   */
  @Suspendable
  public static <T> T await(CompletionStage<T> stage) throws InterruptedException {
    StageWait<T> wait = new StageWait<>(stage);
    boolean completed = wait.await(Strand.currentUninterrupted(), Waiter.FOREVER);
    assert completed;
    return wait.result();
  }

  /**
   * The same, but no longer than {@code timeout}.
   *
   * @throws TimeoutException if it had not completed then; the stage is left alone
   */
  @Suspendable
  public static <T> T await(CompletionStage<T> stage, Duration timeout)
      throws InterruptedException, TimeoutException {
    long nanos = Limit.nanos(timeout);
    StageWait<T> wait = new StageWait<>(stage);
    if (!wait.await(Strand.currentUninterrupted(), nanos)) {
      throw new TimeoutException(stage + " has not completed after " + timeout);
    }
    return wait.result();
  }

  /**
   * Waits for a stage that nobody else needs: whatever ends the wait without a result, a kill, a
   * timeout around it or an interrupt, also cancels the stage.
   *
   * @throws UnsupportedOperationException when it is to be cancelled and does not allow {@link
   *     CompletionStage#toCompletableFuture}; what ended the wait is suppressed in it
   */
  @Suspendable
  public static <T> T awaitOrCancel(CompletionStage<T> stage) throws InterruptedException {
    StageWait<T> wait = new StageWait<>(stage);
    try {
      boolean completed = wait.await(Strand.currentUninterrupted(), Waiter.FOREVER);
      assert completed;
    } catch (Throwable e) {
      cancel(stage, e);
      throw e;
    }
    return wait.result();
  }

  private static void cancel(CompletionStage<?> stage, Throwable reason) {
    try {
      stage.toCompletableFuture().cancel(true);
    } catch (UnsupportedOperationException e) {
      e.addSuppressed(reason);
      throw e;
    }
  }
}
