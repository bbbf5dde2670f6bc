package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import dev.weft.interop.Stages;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Waiting for completion stages. */
class StagesIT extends WorldFixture {
  @Test
  void completedStage_isNotWaitedFor() throws Exception {
    run(
        () -> {
          go(() -> log.add("another"));
          log.add(Stages.await(CompletableFuture.completedStage("value")));
          log.add(Stages.await(CompletableFuture.completedFuture(null)) == null);
        });
    assertEquals(List.of("value", true), log);
  }

  @Test
  void task_suspends_andOthersRun() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    run(
        () -> {
          go(
              () -> {
                log.add("another");
                Task.sleep(HOUR);
                future.complete("value");
              });
          log.add(Stages.await(future.thenApply(value -> value + "!")));
          log.add(clock.elapsed());
        });
    assertEquals(List.of("another", "value!", HOUR), log);
  }

  @Test
  void thread_blocks() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    Thread daemon = onceParked(() -> future.complete("value"));
    assertEquals("value", Stages.await(future));
    daemon.join();
  }

  private static CompletableFuture<String> failedBy(Exception exception) {
    CompletableFuture<String> future = new CompletableFuture<>();
    future.completeExceptionally(exception);
    return future;
  }

  @Test
  void failedStage_throwsTheExceptionItself_withItsTrace() throws Exception {
    IllegalStateException boom = new IllegalStateException("boom");
    StackTraceElement[] made = boom.getStackTrace();
    CompletableFuture<String> failed = failedBy(boom);
    CompletableFuture<String> dependent =
        failed.thenApply(value -> value).thenApply(value -> value + "!");
    CompletionStage<String> twice =
        failedBy(new CompletionException(new CompletionException(boom)));
    assertThrows(CompletionException.class, dependent::join);
    run(
        () -> {
          for (CompletionStage<String> stage : Arrays.asList(failed, dependent, twice)) {
            log.add(thrownBy(() -> Stages.await(stage)));
          }
        });
    assertEquals(List.of(boom, boom, boom), log);
    assertEquals(List.of(made), List.of(boom.getStackTrace()));
  }

  @Test
  void stageThatFailsLater_throwsTheExceptionItself_checkedOnesToo() throws Exception {
    Exception boom = new Exception("boom");
    CompletableFuture<String> future = new CompletableFuture<>();
    run(
        () -> {
          go(() -> future.completeExceptionally(boom));
          log.add(thrownBy(() -> Stages.await(future.thenApply(String::length))));
        });
    assertEquals(List.of(boom), log);
  }

  @Test
  void completionExceptionWithoutCause_isThrownAsItIs() throws Exception {
    CompletionException bare = new CompletionException("bare", null);
    assertSame(bare, thrownBy(() -> Stages.await(failedBy(bare))));
  }

  @Test
  void cancelledStage_throwsItsCancellation() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    run(
        () -> {
          go(() -> future.cancel(true));
          log.add(thrownBy(() -> Stages.await(future)));
          log.add(thrownBy(() -> Stages.await(future.thenApply(String::length))));
        });
    assertInstanceOf(CancellationException.class, log.get(0));
    assertInstanceOf(CancellationException.class, log.get(1));
  }

  @Test
  void stageThatADaemonThreadCompletes_isNoDeadlock() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    run(
        () -> {
          Thread daemon = onceParked(() -> future.complete("value"));
          log.add(Stages.await(future));
          daemon.join();
        });
    assertEquals(List.of("value"), log);
  }

  @Test
  void manualClock_jumps_thoughATaskWaitsForAStage() throws Exception {
    CompletableFuture<String> never = new CompletableFuture<>();
    run(
        () -> {
          log.add(thrownBy(() -> Stages.await(never, SECOND)));
          log.add(clock.elapsed());
          log.add(thrownBy(() -> Timeout.call(HOUR, () -> Stages.await(never))));
          log.add(clock.elapsed());
        });
    assertInstanceOf(TimeoutException.class, log.get(0));
    assertTrue(log.get(0).toString().contains("has not completed after PT1S"));
    assertInstanceOf(TimeoutException.class, log.get(2));
    assertEquals(List.of(SECOND, SECOND.plus(HOUR)), List.of(log.get(1), log.get(3)));
    assertFalse(never.isDone(), "it is left alone");
  }

  @Test
  void killAndInterrupt_endTheWait_andLeaveTheStageAlone() throws Exception {
    CompletableFuture<String> never = new CompletableFuture<>();
    run(
        () -> {
          Task<String> killed = Task.spawn(() -> Stages.await(never));
          Task<Throwable> interrupted = Task.spawn(() -> thrownBy(() -> Stages.await(never)));
          settle();
          killed.kill();
          interrupted.interrupt();
          log.add(killed.exit().isPresent());
          log.add(interrupted.result().getClass());
        });
    assertEquals(List.of(true, InterruptedException.class), log);
    assertFalse(never.isDone());
  }

  @Test
  void awaitOrCancel_whateverEndsTheWait_cancelsTheStage() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    CompletableFuture<String> third = CompletableFuture.completedFuture("value");
    run(
        () -> {
          Task<String> killed = Task.spawn(() -> Stages.awaitOrCancel(first));
          settle();
          killed.kill();
          String late = Timeout.callOrElse(SECOND, "late", () -> Stages.awaitOrCancel(second));
          log.add(late);
          log.add(Stages.awaitOrCancel(third));
        });
    assertEquals(List.of("late", "value"), log);
    assertTrue(first.isCancelled());
    assertTrue(second.isCancelled());
  }

  @Test
  void waitingTask_dumpAndStateNameTheStage() throws Exception {
    CompletableFuture<String> never = new CompletableFuture<>();
    run(
        () -> {
          Task<String> waiting = Task.spawn(() -> Stages.await(never));
          settle();
          log.add(waiting.waitsFor().orElseThrow().toString());
          log.add(Hub.current().orElseThrow().dump().contains("the stage "));
        });
    assertTrue(log.get(0).toString().startsWith("the stage "), () -> log.get(0).toString());
    assertEquals(true, log.get(1));
  }
}
