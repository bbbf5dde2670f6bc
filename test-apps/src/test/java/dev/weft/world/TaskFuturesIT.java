package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableCallable;
import dev.weft.hub.HubGroup;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.interop.Stages;
import dev.weft.plain.Carriers;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tasks as completable futures. */
class TaskFuturesIT extends WorldFixture {
  private static final SuspendableCallable<String> SLEEPING =
      () -> {
        Task.sleep(HOUR);
        return "slept";
      };

  @Test
  void endingTask_completesItsFutures_nowOrLater() throws Exception {
    run(
        () -> {
          Task<String> task = Task.spawn(SLEEPING);
          CompletableFuture<String> before = task.toCompletableFuture();
          log.add(before.isDone());
          log.add(Stages.await(before.thenApply(String::length)));
          log.add(task.toCompletableFuture().join());
        });
    assertEquals(List.of(false, 5, "slept"), log);
  }

  @Test
  void failingTask_completesItWithItsException() throws Exception {
    IllegalStateException boom = new IllegalStateException("boom");
    SuspendableCallable<String> failing =
        () -> {
          Task.yieldNow();
          throw boom;
        };
    AtomicReference<CompletableFuture<String>> future = new AtomicReference<>();
    run(
        () -> {
          Task<String> task = Task.with().unreported().spawn(failing);
          future.set(task.toCompletableFuture());
          log.add(thrownBy(() -> Stages.await(future.get())));
        });
    assertSame(boom, log.get(0));
    CompletionException joined = assertThrows(CompletionException.class, () -> future.get().join());
    assertSame(boom, joined.getCause());
    ExecutionException got = assertThrows(ExecutionException.class, () -> future.get().get());
    assertSame(boom, got.getCause());
  }

  @Test
  void killedTask_cancelsIt_andSaysByWhat() throws Exception {
    run(
        () -> {
          Task<String> task = Task.spawn(SLEEPING);
          CompletableFuture<String> future = task.toCompletableFuture();
          task.kill();
          log.add(future.isCancelled());
          log.add(thrownBy(future::join));
          log.add(task.toCompletableFuture().isCancelled());
        });
    assertEquals(true, log.get(0));
    Throwable cancelled = assertInstanceOf(CancellationException.class, log.get(1));
    Throwable cause = cancelled.getCause();
    while (cause instanceof CancellationException) {
      cause = cause.getCause(); // join makes one of its own, on later JDKs
    }
    assertInstanceOf(TaskExit.class, cause);
    assertEquals(true, log.get(2));
  }

  @Test
  void cancellingIt_killsTheTask_whoseFinallyRuns() throws Exception {
    run(
        () -> {
          Task<Void> task =
              Task.spawn(
                  () -> {
                    try {
                      Task.sleep(HOUR);
                    } finally {
                      log.add("cleaned up");
                    }
                  });
          settle();
          CompletableFuture<Void> future = task.toCompletableFuture();
          log.add(future.cancel(false));
          log.add(task.isDone());
          task.join();
          log.add(task.exit().isPresent());
          log.add(future.cancel(false));
        });
    assertEquals(List.of(true, false, "cleaned up", true, true), log);
  }

  @Test
  void cancellingTheFutureOfAnEndedTask_hasNoEffect() throws Exception {
    run(
        () -> {
          Task<String> task = Task.spawn(() -> "value");
          task.join();
          CompletableFuture<String> future = task.toCompletableFuture();
          log.add(future.cancel(true));
          log.add(future.join());
          log.add(task.killRequests());
        });
    assertEquals(List.of(false, "value", 0), log);
  }

  @Test
  void completingItOtherwise_orCancellingADependent_leavesTheTaskAlone() throws Exception {
    run(
        () -> {
          Task<String> task = Task.spawn(SLEEPING);
          CompletableFuture<String> completed = task.toCompletableFuture();
          CompletableFuture<String> failed = task.toCompletableFuture();
          CompletableFuture<String> dependent = task.toCompletableFuture().thenApply(s -> s + "!");
          log.add(completed.complete("mine"));
          log.add(failed.completeExceptionally(new IllegalStateException()));
          log.add(dependent.cancel(true));
          log.add(task.result());
          log.add(completed.join());
          log.add(task.killRequests());
        });
    assertEquals(List.of(true, true, true, "slept", "mine", 0), log);
  }

  @Test
  void dependents_runOnTheCarrier_beforeThoseWhoJoinTheTaskGoOn() throws Exception {
    run(
        () -> {
          Task<String> task = Task.spawn(SLEEPING);
          Thread carrier = Carriers.current();
          CompletableFuture<Void> dependent =
              task.toCompletableFuture()
                  .thenAccept(value -> log.add(Carriers.current() == carrier));
          task.join();
          log.add(dependent.isDone());
        });
    assertEquals(List.of(true, true), log);
  }

  @Test
  void futuresOfTasksOfSeveralHubs_combine() throws Exception {
    try (HubGroup group = HubGroup.start(2)) {
      Task<Integer> one = group.spawnOn(0, () -> 1);
      Task<Integer> two = group.spawnOn(1, () -> 2);
      CompletableFuture<Integer> sum =
          one.toCompletableFuture().thenCombine(two.toCompletableFuture(), Integer::sum);
      assertEquals(3, Stages.await(sum));
    }
  }

  @Test
  void futureOfATaskThatWasDroppedByItsHub_isCancelled() throws Exception {
    AtomicReference<CompletableFuture<String>> future = new AtomicReference<>();
    run(() -> future.set(Task.spawn(SLEEPING).toCompletableFuture()));
    assertTrue(future.get().isCancelled());
    assertTrue(future.get().cancel(true), "as it was");
  }
}
