package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableRunnable;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Hub;
import dev.weft.hub.HubOptions;
import dev.weft.hub.Task;
import dev.weft.hub.TaskLocal;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rules V38 to V47 and V63 of SEMANTICS.md: the hub itself, and what is local to a task. */
class HubRulesIT extends TaskFixture {
  private static final Blocker NEVER =
      new Blocker() {
        @Override
        public String toString() {
          return "something that never comes";
        }
      };

  @Test
  void v38_nothingCanHappen_raisesInMain_andTheOthersStayAndCanGoOn() throws Exception {
    run(
        () -> {
          AtomicReference<Waiter> wakeUp = new AtomicReference<>();
          Task<?> waiting =
              Task.with()
                  .name("patient")
                  .spawn(
                      () -> {
                        Waiter waiter = Waiter.of(NEVER);
                        wakeUp.set(waiter);
                        assertTrue(waiter.await(Waiter.FOREVER));
                        log.add("went on");
                      });
          Throwable deadlock = thrownBy(waiting::join);
          assertInstanceOf(DeadlockException.class, deadlock);
          String text = deadlock.getMessage();
          assertTrue(text.contains("\"main\" waiting for the end of \"patient\""), text);
          assertTrue(text.contains("\"patient\" waiting for something that never comes"), text);
          assertTrue(text.contains("HubRulesIT.java"), text);
          assertFalse(waiting.isDone());
          assertTrue(wakeUp.get().wake());
          waiting.join();
        });
    assertEquals(List.of("went on"), log);
  }

  @Test
  void v38_mainInAWaitThatLetsNoExceptionThrough_isReportedInstead() throws Exception {
    PrintStream err = System.err;
    AtomicReference<Waiter> waiter = new AtomicReference<>();
    StringBuilder printed = new StringBuilder();
    System.setErr(
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String text) {
            printed.append(text);
            waiter.get().wake(); // as something that nobody announced
          }
        });
    try {
      run(
          () -> {
            waiter.set(Waiter.of(NEVER));
            waiter.get().awaitMasked();
          });
    } finally {
      System.setErr(err);
    }
    assertTrue(printed.toString().contains("can never go on"), printed::toString);
    assertEquals(printed.indexOf("[weft]"), printed.lastIndexOf("[weft]"));
  }

  @Test
  void v40_join_isTrueWhenNothingIsLeft_theBackgroundDoesNotCount() throws Exception {
    run(
        () -> {
          Hub hub = Hub.current().orElseThrow();
          Task<?> background = Task.with().background(true).spawn(() -> go(() -> sleep(1_000_000)));
          assertTrue(hub.join(ms(10)));
          assertFalse(background.isDone());
          go(() -> sleep(5));
          assertTrue(hub.join(ms(10)));
          assertEquals(5, millis());
          assertEquals(1, hub.tasks().stream().filter(t -> t.isBackground()).count());
        });
  }

  @Test
  void v41_waitingInACallbackOfTheHub_blocksTheThread() throws Exception {
    // Python refuses it; a plain thread may always wait, so here it does.
    SuspendableRunnable failing =
        () -> {
          throw new IllegalStateException();
        };
    AtomicReference<String> seen = new AtomicReference<>();
    Hub.with()
        .clock(clock)
        .uncaught(
            (task, failure) -> {
              try {
                long before = System.nanoTime();
                Task.sleep(ms(1));
                seen.set(System.nanoTime() - before >= 1_000_000 ? "real time passed" : "early");
              } catch (InterruptedException e) {
                seen.set(e.toString());
              }
            })
        .run(
            () -> {
              go(failing);
              Task.yieldNow();
            });
    assertEquals("real time passed", seen.get());
    assertEquals(0, millis());
  }

  @Test
  void v42_errorOfTheHandler_isPrinted_theHubGoesOn() throws Exception {
    SuspendableRunnable failing =
        () -> {
          throw new IllegalStateException("first");
        };
    Hub.with()
        .uncaught(
            (task, failure) -> {
              throw new IllegalArgumentException("handler");
            })
        .run(
            () -> {
              go(failing);
              Task.yieldNow();
              log.add("still running");
            });
    assertEquals(List.of("still running"), log);
  }

  @Test
  void v43_errors_endTheirTaskAndAreReported_mainGoesOn() throws Exception {
    Error error = new AssertionError("fatal in Python");
    SuspendableRunnable failing =
        () -> {
          throw error;
        };
    run(
        () -> {
          go(failing);
          Task.yieldNow();
          log.add("main goes on");
        });
    assertEquals(List.of(error), uncaught);
    assertEquals(List.of("main goes on"), log);
  }

  @Test
  void v44_finallyBlocks_ofSuspendedTasks_runAtTheEnd() throws Exception {
    SuspendableRunnable body =
        () -> {
          try {
            sleep(1000);
          } finally {
            sleep(1);
            log.add("finally");
          }
        };
    assertThrows(
        IllegalStateException.class,
        () ->
            run(
                () -> {
                  go(body);
                  go(body);
                  Task.yieldNow();
                  throw new IllegalStateException("main fails");
                }));
    assertEquals(List.of("finally", "finally"), log);
  }

  @Test
  void v45_aWaitingTask_cannotBeResumedFromOutside() throws Exception {
    run(
        () -> {
          Task<String> sleeping = sleeper("sleeping", 10);
          Task.yieldNow();
          Waiter waiter = sleeping.waiter();
          assertTrue(waiter.wake()); // what primitives do; there is no switch to a task
          assertFalse(waiter.wake());
          sleeping.join();
          assertEquals(0, millis());
        });
  }

  @Test
  void v46_eachThreadRunsItsOwnHub_whichEndsWithItsMainTask() throws Exception {
    AtomicReference<Hub> first = new AtomicReference<>();
    run(() -> first.set(Hub.current().orElseThrow()));
    run(() -> assertNotSame(first.get(), Hub.current().orElseThrow()));
    assertTrue(Hub.current().isEmpty());
    Throwable refused =
        assertThrows(IllegalStateException.class, () -> first.get().spawn(() -> {}));
    assertTrue(
        refused.getMessage().contains("has ended; it runs no more tasks"), refused::toString);
  }

  @Test
  void v47_anyThread_mayWakeSpawnKillAndJoin() throws Exception {
    List<Throwable> failures = new ArrayList<>();
    Hub.run(
        () -> {
          Hub hub = Hub.current().orElseThrow();
          Task<?> victim = Task.spawn(() -> Task.sleep(Duration.ofDays(1)));
          CountDownLatch done = new CountDownLatch(1);
          Task<Void> joinable = Task.spawn(() -> {});
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      victim.kill();
                      joinable.get(10, TimeUnit.SECONDS);
                      assertEquals("spawned", hub.spawn(() -> "spawned").get());
                    } catch (Throwable e) {
                      failures.add(e);
                    } finally {
                      done.countDown();
                    }
                  });
          thread.start();
          while (done.getCount() > 0) {
            sleep(1);
          }
          assertTrue(victim.isDone());
        });
    assertEquals(List.of(), failures);
  }

  @Test
  void v39_aDeadlockThatATimerHides_isFoundOnRequest() throws Exception {
    run(
        () -> {
          List<Task<?>> pair = new ArrayList<>();
          pair.add(Task.with().name("a").spawn(() -> pair.get(1).join()));
          pair.add(Task.with().name("b").spawn(() -> pair.get(0).join()));
          go(() -> sleep(1_000_000)); // alive
          Hub hub = Hub.current().orElseThrow();
          assertEquals(List.of(), hub.findDeadlocks());
          Task.yieldNow();
          assertEquals(List.of(pair), hub.findDeadlocks());
        });
  }

  @Test
  void v63_localsBelongToTheTask_andStartAnew() throws Exception {
    TaskLocal<List<String>> local = TaskLocal.withInitial(ArrayList::new);
    run(
        () -> {
          Task<List<String>> a =
              Task.spawn(
                  () -> {
                    local.get().add("a");
                    Task.yieldNow();
                    return local.get();
                  });
          Task<List<String>> b = Task.spawn(local::get);
          assertEquals(List.of("a"), a.result());
          assertEquals(List.of(), b.result());
          assertNotSame(a.result(), local.get());
          local.remove();
          assertEquals(List.of(), local.get());
        });
  }

  @Test
  void u15_theEndOfAHub_hasALimit_andSaysWhoStayed() throws Exception {
    HubOptions options = Hub.with().grace(ms(50));
    long start = System.nanoTime();
    AtomicReference<Task<?>> stubborn = new AtomicReference<>();
    options.run(
        () -> {
          stubborn.set(
              Task.spawn(
                  () -> {
                    try {
                      Task.sleep(Duration.ofHours(1));
                    } finally {
                      Task.sleep(Duration.ofHours(1)); // in real time
                    }
                  }));
          Task.yieldNow();
        });
    long took = (System.nanoTime() - start) / 1_000_000;
    assertTrue(took >= 50 && took < 5000, took + " ms");
    assertTrue(stubborn.get().isDone());
    assertSame(null, stubborn.get().exception().orElse(null));
    assertNull(stubborn.get().result());
  }
}
