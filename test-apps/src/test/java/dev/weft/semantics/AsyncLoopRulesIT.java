package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.generator.Generator;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rules A23 and A30 to A40 of SEMANTICS.md: the loop of asyncio, and what Weft's hub does. */
class AsyncLoopRulesIT extends TaskFixture {
  @Test
  void a23_blockingWork_goesToAnExecutor_andAnyExceptionComesBack() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Hub.run(
          () -> {
            Hub hub = Hub.current().orElseThrow();
            CountDownLatch ticked = new CountDownLatch(1);
            try (AutoCloseable outside = hub.expectOutside()) {
              assertTrue(outside != null);
              Future<String> future =
                  executor.submit(
                      () -> {
                        ticked.await(); // the hub goes on meanwhile
                        throw new NoSuchElementException("even this one");
                      });
              sleep(1);
              ticked.countDown();
              while (!future.isDone()) {
                sleep(1);
              }
              Throwable failure = thrownBy(future::get).getCause();
              assertInstanceOf(NoSuchElementException.class, failure);
            }
          });
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void a30_links_runInOrder_andTheirFailuresGoToTheHandler() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          Task<String> task = sleeper("task", 1);
          task.link(() -> log.add("first"));
          SuspendableRunnable failing =
              () -> {
                throw boom;
              };
          task.link(failing);
          task.link(() -> log.add("third"));
          sleep(5);
        });
    assertEquals(List.of("first", "third"), log);
    assertEquals(List.of(boom), uncaught);
  }

  @Test
  void a31_aFailureNobodyAsksFor_isReportedWhenItHappens() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          SuspendableCallable<String> body =
              () -> {
                throw boom;
              };
          Task<String> forgotten = Task.spawn(body);
          Task.yieldNow();
          assertEquals(List.of(boom), uncaught); // not when it is collected
          assertTrue(forgotten.isDone());
        });
  }

  @Test
  void a32_aCallCannotBeForgotten_becauseItIsNoObject() throws Exception {
    run(
        () -> {
          SuspendableRunnable call = () -> log.add("ran");
          call.run();
        });
    assertEquals(List.of("ran"), log);
  }

  @Test
  void a34_timersGoByTheirDeadlines_andCanBeStopped() throws Exception {
    run(
        () -> {
          Task<?> late = Task.with().delay(ms(20)).spawn(() -> log.add("late"));
          Task<?> early = Task.with().delay(ms(10)).spawn(() -> log.add("early"));
          Task<?> stopped = Task.with().delay(ms(15)).spawn(() -> log.add("stopped"));
          go(() -> log.add("ready first"));
          stopped.cancel(false);
          late.join();
          assertTrue(early.isDone());
        });
    assertEquals(List.of("ready first", "early", "late"), log);
  }

  @Test
  void a35_aResultNobodySets_isADeadlockThatIsReported() throws Exception {
    run(
        () -> {
          Blocker nobody = new Blocker() {};
          Throwable deadlock = thrownBy(() -> Waiter.of(nobody).await(Waiter.FOREVER));
          assertInstanceOf(DeadlockException.class, deadlock);
        });
  }

  @Test
  void a36_aGeneratorMayWait_andIsClosedByTheTryItWasOpenedIn() throws Exception {
    run(
        () -> {
          try (Generator<Integer, Void, Void> ticks =
              Generator.of(
                  yielder -> {
                    try {
                      for (int i = 0; ; i++) {
                        sleep(10);
                        yielder.yieldValue(i);
                      }
                    } finally {
                      sleep(1);
                      log.add("closed at " + millis());
                    }
                  })) {
            for (Integer tick : ticks.iterable()) {
              log.add(tick);
              if (tick == 2) {
                break;
              }
            }
          }
        });
    assertEquals(List.of(0, 1, 2, "closed at 31"), log);
  }

  @Test
  void a38_tasksHaveNames_areKnown_andAreHeldByTheHub() throws Exception {
    run(
        () -> {
          Hub hub = Hub.current().orElseThrow();
          assertEquals("main", Task.current().orElseThrow().name());
          go(
              () -> {
                sleep(10);
                log.add("not collected");
              });
          System.gc();
          assertEquals(2, hub.tasks().size());
          assertSame(Task.current().orElseThrow(), hub.tasks().get(0));
          sleep(20);
        });
    assertEquals(List.of("not collected"), log);
  }

  @Test
  void a39_tenThousandSleepers_allEndAtTheirTime() throws Exception {
    int[] ended = new int[1];
    run(
        () -> {
          for (int i = 0; i < 10_000; i++) {
            go(
                () -> {
                  sleep(1000);
                  ended[0]++;
                });
          }
          Hub.current().orElseThrow().join();
          assertEquals(1000, millis());
        });
    assertEquals(10_000, ended[0]);
  }

  @Test
  void a40_anInterruptOfTheThread_reachesMain_whoseFinallyRuns() throws Exception {
    AtomicReference<Thread> carrier = new AtomicReference<>(Thread.currentThread());
    assertThrows(
        InterruptedException.class,
        () ->
            Hub.run(
                () -> {
                  Thread interrupter = new Thread(() -> carrier.get().interrupt());
                  interrupter.start();
                  try {
                    Task.sleep(Duration.ofHours(1));
                  } finally {
                    sleep(1);
                    log.add("finally");
                  }
                }));
    assertEquals(List.of("finally"), log);
    assertFalse(Thread.interrupted());
  }

  @Test
  void a40_anInterruptThatMainDoesNotTake_staysWithTheThread() throws Exception {
    Hub.run(
        () -> {
          Thread.currentThread().interrupt();
          Task.yieldNow();
          for (int i = 0; i < 1000; i++) {
            log.add(i);
            Task.yieldNow();
          }
        });
    assertTrue(Thread.interrupted());
  }
}
