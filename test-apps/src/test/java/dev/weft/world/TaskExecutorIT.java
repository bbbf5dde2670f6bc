package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.interop.TaskExecutor;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The executor whose calls are tasks, on one hub: what the interface promises. */
class TaskExecutorIT extends ExecutorFixture {
  private static Callable<String> failing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }

  @Test
  void submittedCalls_ofMarkedClassesAndLambdas_suspend() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          Future<String> marked = executor.submit(new Sleeping("marked", HOUR));
          Future<String> lambda =
              executor.submit(
                  () -> {
                    Task.sleep(HOUR);
                    return "lambda";
                  });
          Future<?> runnable = executor.submit(new Napping(HOUR));
          Future<String> withResult = executor.submit(new Napping(HOUR), "given");
          log.add(
              marked.get() + " " + lambda.get() + " " + runnable.get() + " " + withResult.get());
          log.add(clock.elapsed());
        });
    assertEquals(List.of("marked lambda null given", HOUR), log);
  }

  @Suspendable
  private static List<Future<String>> all(ExecutorService executor, List<Callable<String>> calls)
      throws InterruptedException {
    return executor.invokeAll(calls);
  }

  @Test
  void invokeAll_throughTheInterface_suspends_andAllAreDone_inOrder() throws Exception {
    IllegalStateException boom = new IllegalStateException("boom");
    List<Callable<String>> calls =
        List.of(new Sleeping("slow", HOUR), failing(boom), new Sleeping("fast", SECOND));
    run(
        () -> {
          go(() -> log.add("another"));
          List<Future<String>> futures = all(here(), calls);
          log.add(futures.stream().allMatch(Future::isDone));
          log.add(futures.get(0).get() + futures.get(2).get());
          log.add(thrownBy(() -> futures.get(1).get()).getCause());
          log.add(clock.elapsed());
        });
    assertEquals(List.of("another", true, "slowfast", boom, HOUR), log);
  }

  @Test
  void theJdksExecutors_throughTheInterface_workInTasks() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      run(() -> log.add(all(threads, List.of(() -> "a", () -> "b")).get(1).get()));
    } finally {
      threads.shutdown();
    }
    assertEquals(List.of("b"), log);
  }

  @Test
  void invokeAll_withALimit_cancelsWhatIsNotDone() throws Exception {
    run(
        () -> {
          List<Future<String>> futures =
              here()
                  .invokeAll(
                      List.of(new Sleeping("slow", HOUR), new Sleeping("fast", SECOND)),
                      2,
                      TimeUnit.SECONDS);
          log.add(futures.get(0).isCancelled());
          log.add(futures.get(1).get());
          log.add(clock.elapsed());
          List<Future<String>> none =
              here().invokeAll(List.of(new Sleeping("none", SECOND)), 0, TimeUnit.SECONDS);
          log.add(none.get(0).isCancelled());
        });
    assertEquals(List.of(true, "fast", SECOND.multipliedBy(2), true), log);
  }

  @Test
  void invokeAll_interruptedOrKilled_cancelsAll() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          Callable<String> noting =
              () -> {
                try {
                  Task.sleep(HOUR);
                  return "slept";
                } catch (InterruptedException e) {
                  log.add("interrupted");
                  throw e;
                }
              };
          Task<Throwable> interrupted =
              Task.spawn(() -> thrownBy(() -> executor.invokeAll(List.of(noting, noting))));
          Task<List<Future<String>>> killed = Task.spawn(() -> executor.invokeAll(List.of(noting)));
          settle();
          interrupted.interrupt();
          log.add(interrupted.result().getClass());
          killed.kill();
          settle();
          executor.shutdown();
          log.add(executor.isTerminated());
        });
    assertEquals(
        List.of("interrupted", "interrupted", InterruptedException.class, "interrupted", true)
            .stream()
            .map(Object::toString)
            .sorted()
            .toList(),
        log.stream().map(Object::toString).sorted().toList());
  }

  @Test
  void invokeAny_givesTheFirstValue_andCancelsTheRest() throws Exception {
    IllegalStateException boom = new IllegalStateException("boom");
    run(
        () -> {
          TaskExecutor executor = here();
          log.add(
              executor.invokeAny(
                  List.of(
                      failing(boom), new Sleeping("slow", HOUR), new Sleeping("fast", SECOND))));
          log.add(clock.elapsed());
          log.add(thrownBy(() -> executor.invokeAny(List.of(failing(boom), failing(boom)))));
          log.add(
              thrownBy(
                  () ->
                      executor.invokeAny(
                          List.of(new Sleeping("slow", HOUR)), 1, TimeUnit.SECONDS)));
          executor.close();
          log.add(clock.elapsed());
        });
    assertEquals(List.of("fast", SECOND), log.subList(0, 2));
    assertSame(boom, assertInstanceOf(ExecutionException.class, log.get(2)).getCause());
    assertInstanceOf(TimeoutException.class, log.get(3));
    assertEquals(SECOND.multipliedBy(2), log.get(4), "the rest was interrupted");
  }

  @Test
  void shutdown_letsSubmittedCallsRun_andRejectsOthers() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          Future<String> running = executor.submit(new Sleeping("running", SECOND));
          log.add(executor.isShutdown());
          executor.shutdown();
          executor.shutdown();
          log.add(executor.isShutdown());
          log.add(executor.isTerminated());
          log.add(thrownBy(() -> executor.execute(() -> log.add("never"))));
          log.add(executor.awaitTermination(500, TimeUnit.MILLISECONDS));
          log.add(executor.awaitTermination(1, TimeUnit.HOURS));
          log.add(executor.isTerminated());
          log.add(running.get());
          log.add(clock.elapsed());
        });
    Throwable rejected = assertInstanceOf(RejectedExecutionException.class, log.remove(3));
    assertTrue(rejected.getMessage().contains(" is shut down; it takes no more calls"));
    assertEquals(List.of(false, true, false, false, true, true, "running", SECOND), log);
  }

  @Test
  void anExecutorWithoutCalls_terminatesAtOnce() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          log.add(executor.shutdownNow());
          log.add(executor.awaitTermination(0, TimeUnit.SECONDS));
        });
    assertEquals(List.of(List.of(), true), log);
  }

  @Test
  void shutdownNow_interruptsWhatRuns_andGivesBackTheRest() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          Future<String> running = executor.submit(new Sleeping("running", HOUR));
          settle();
          Future<String> waiting = executor.submit(() -> "waiting");
          Runnable plain = () -> log.add("plain");
          executor.execute(plain);
          List<Runnable> back = executor.shutdownNow();
          log.add(thrownBy(running::get).getCause().getClass());
          log.add(executor.awaitTermination(1, TimeUnit.SECONDS));
          log.add(back.equals(List.of(waiting, plain)));
          log.add(waiting.isDone());
          back.forEach(Runnable::run);
          log.add(waiting.get());
          log.add(clock.elapsed().compareTo(SECOND) < 0);
        });
    assertEquals(
        List.of(InterruptedException.class, true, true, false, "plain", "waiting", true), log);
  }

  @Test
  void cancel_beforeTheCallBegins_itNeverRuns() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          Future<?> future = executor.submit(() -> log.add("never"));
          log.add(future.cancel(false));
          log.add(future.cancel(false));
          log.add(future.isDone() && future.isCancelled());
          log.add(thrownBy(future::get).getClass());
          executor.close();
        });
    assertEquals(List.of(true, false, true, CancellationException.class), log);
  }

  @Test
  void cancel_whileItRuns_interruptsOrLeavesItAlone_andIsDoneAtOnce() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          for (boolean interrupt : List.of(true, false)) {
            Future<?> future =
                executor.submit(
                    () -> {
                      try {
                        Task.sleep(SECOND);
                        log.add("finished");
                      } catch (InterruptedException e) {
                        log.add("interrupted");
                      }
                    });
            settle();
            log.add(future.cancel(interrupt) && future.isDone() && future.isCancelled());
          }
          executor.close();
          log.add(executor.isTerminated());
        });
    assertEquals(List.of(true, true, "interrupted", "finished", true).size(), log.size());
    assertTrue(log.containsAll(List.of("interrupted", "finished")));
    assertEquals(true, log.get(4), "the one that ran on was waited for");
  }

  @Test
  void executedFailure_isReported_aSubmittedOneIsNot() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          Future<String> future = executor.submit(failing(new IllegalStateException("quiet")));
          executor.execute(
              () -> {
                throw new IllegalStateException("loud");
              });
          executor.close();
          log.add(thrownBy(future::get).getCause().getMessage());
        });
    assertEquals(List.of("uncaught java.lang.IllegalStateException: loud", "quiet"), log);
  }

  @Test
  void getWithALimit_timesOut_byTheClockOfTheTask() throws Exception {
    run(
        () -> {
          Future<String> future = here().submit(new Sleeping("slow", HOUR));
          log.add(thrownBy(() -> future.get(1, TimeUnit.SECONDS)).getClass());
          log.add(clock.elapsed());
        });
    assertEquals(List.of(TimeoutException.class, SECOND), log);
  }

  @Test
  void nullsAndNothing_areRefused() throws Exception {
    run(
        () -> {
          TaskExecutor executor = here();
          log.add(thrownBy(() -> executor.execute(null)));
          log.add(thrownBy(() -> executor.submit((Callable<?>) null)));
          log.add(thrownBy(() -> executor.submit((Runnable) null)));
          log.add(thrownBy(() -> executor.invokeAll(null)));
          log.add(thrownBy(() -> executor.invokeAny(null)));
          log.add(thrownBy(() -> executor.invokeAll(java.util.Collections.singleton(null))));
          log.add(thrownBy(() -> executor.invokeAny(List.of())));
          executor.close();
        });
    Throwable empty = assertInstanceOf(IllegalArgumentException.class, log.remove(6));
    assertEquals("there are no calls to invoke", empty.getMessage());
    log.forEach(thrown -> assertInstanceOf(NullPointerException.class, thrown));
  }
}
