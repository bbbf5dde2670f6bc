package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import dev.weft.sync.Barrier;
import dev.weft.sync.BoundedSemaphore;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Promise;
import dev.weft.sync.Semaphore;
import dev.weft.sync.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Rules T7, T8, T11, T12, V48, V49, V59, V60, A27 to A29 of SEMANTICS.md. */
class SyncRulesIT extends WaitingFixture {
  @Test
  void t7_semaphore_countsAndRefusesNonsense() {
    assertThrows(IllegalArgumentException.class, () -> new Semaphore(-1));
    Semaphore semaphore = new Semaphore(0);
    semaphore.release(3);
    assertEquals(3, semaphore.available());
    assertThrows(IllegalArgumentException.class, () -> semaphore.release(0));
    assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(0));
    assertTrue(semaphore.tryAcquire(2));
    assertFalse(semaphore.tryAcquire(2));
  }

  @Test
  void t7_boundedSemaphore_v60_a28_releasedTooOften_isAnError() {
    BoundedSemaphore semaphore = new BoundedSemaphore(2, "b");
    assertTrue(semaphore.tryAcquire());
    semaphore.release();
    IllegalStateException refused = assertThrows(IllegalStateException.class, semaphore::release);
    assertEquals(
        "BoundedSemaphore \"b\": released too many times; it has 2 permits at most",
        refused.getMessage());
    assertEquals(2, semaphore.available());
  }

  @Test
  void v59_semaphore_isFifo_newcomersDoNotBarge() throws Exception {
    Semaphore semaphore = new Semaphore(0);
    run(
        () -> {
          for (String name : List.of("1", "2", "3")) {
            spawn(name, semaphore::acquire);
          }
          settle();
          semaphore.release();
          assertFalse(semaphore.tryAcquire(), "it belongs to 1 already");
          settle();
          semaphore.release(2);
          assertFalse(semaphore.tryAcquire());
          settle();
        });
    assertEquals(List.of("1", "2", "3"), log);
  }

  @Test
  void v59_semaphore_theFirstWantsMany_nobodyPassesUntilItGivesUp() throws Exception {
    Semaphore semaphore = new Semaphore(2);
    run(
        () -> {
          spawn("many", () -> log.add(semaphore.tryAcquire(3, SECOND)));
          spawn("few", () -> semaphore.acquire(2));
          settle();
          assertFalse(semaphore.tryAcquire());
          assertEquals(2, semaphore.available());
          Task.sleep(HOUR);
          assertEquals(0, semaphore.available());
        });
    assertEquals(List.of("few", false, "many"), sortedByName());
    assertEquals(List.of(false, "many", "few"), log);
  }

  private List<Object> sortedByName() {
    List<Object> sorted = new ArrayList<>(log);
    sorted.sort((a, b) -> a.toString().compareTo(b.toString()));
    sorted.remove((Object) false);
    sorted.add(1, false);
    return sorted;
  }

  @Test
  void v59_semaphore_timeout_isFalse_andMayBeOverReleased() throws Exception {
    Semaphore semaphore = new Semaphore(1);
    run(
        () -> {
          semaphore.acquire();
          assertFalse(semaphore.tryAcquire(SECOND));
          assertEquals(SECOND, clock.elapsed());
          semaphore.release(5);
          assertEquals(5, semaphore.available());
        });
  }

  @Test
  void t8_event_waitWithTimeout_andClearArmsItAgain() throws Exception {
    Event event = new Event();
    run(
        () -> {
          assertFalse(event.await(SECOND));
          event.set();
          assertTrue(event.await(SECOND));
          event.clear();
          assertFalse(event.await(SECOND));
          assertEquals(0, event.waiting());
        });
    assertEquals(SECOND.multipliedBy(2), clock.elapsed());
  }

  @Test
  void v48_event_a27_setWakesAllInOrder_evenIfClearedAtOnce_lateOnesGoOnLater() throws Exception {
    Event event = new Event();
    run(
        () -> {
          for (String name : List.of("1", "2", "3")) {
            spawn(name, event::await);
          }
          settle();
          event.set();
          event.clear();
          settle();
          spawn("4", event::await);
          spawn("5", event::await);
          settle();
          event.set();
          event.await(); // set already, but 4 and 5 were first
          log.add("late");
        });
    assertEquals(List.of("1", "2", "3", "4", "5", "late"), log);
  }

  @Test
  void v49_promise_setWakesAll_andExceptionsAreRaisedAsTheyAre() throws Exception {
    Promise<String> promise = new Promise<>("p");
    Promise<String> failed = new Promise<>();
    IllegalStateException boom = new IllegalStateException("boom");
    run(
        () -> {
          for (String name : List.of("1", "2")) {
            spawn(name, () -> log.add(promise.result()));
          }
          Task<String> get = Task.with().unreported().spawn(() -> failed.get());
          Task<String> result = Task.with().unreported().spawn(() -> failed.result());
          settle();
          assertFalse(promise.await(SECOND));
          assertThrows(TimeoutException.class, () -> promise.get(0, TimeUnit.SECONDS));
          promise.set("v");
          failed.completeExceptionally(boom);
          settle();
          assertSame(boom, result.exception().orElseThrow());
          assertSame(boom, get.exception().orElseThrow().getCause());
          assertTrue(get.exception().orElseThrow() instanceof ExecutionException);
          promise.obtrude("w");
          assertEquals("w", promise.resultNow());
        });
    assertEquals(List.of("v", "1", "v", "2"), log);
  }

  @Test
  void v49_promise_isALinkTarget() throws Exception {
    Promise<String> promise = new Promise<>();
    run(
        () -> {
          Task<String> task = Task.spawn(() -> "done");
          task.link(() -> promise.completeFrom(task));
          log.add(promise.result());
        });
    assertEquals(List.of("done"), log);
  }

  @Test
  void a29_promise_setTwice_orAskedEarly_isAnError() {
    Promise<String> promise = new Promise<>("p");
    assertEquals(
        "Promise \"p\" has no result yet",
        assertThrows(IllegalStateException.class, promise::resultNow).getMessage());
    promise.set(null);
    assertNull(promise.resultNow());
    assertEquals(
        "Promise \"p\" has a result already",
        assertThrows(IllegalStateException.class, () -> promise.set("x")).getMessage());
    assertFalse(promise.complete("x"));
    assertFalse(promise.cancel(true));
  }

  @Test
  void t11_timer_callsAfterItsTime_unlessCancelled() throws Exception {
    run(
        () -> {
          Timer fires = Timer.start(SECOND, () -> log.add("hello, world"));
          Timer prevented = Timer.start(SECOND, () -> log.add("never"));
          assertTrue(prevented.cancel());
          assertFalse(prevented.cancel());
          assertThrows(IllegalStateException.class, fires::start);
          prevented.join();
          fires.join();
          assertFalse(fires.cancel());
          assertEquals(SECOND, clock.elapsed());
          Task.sleep(HOUR);
        });
    assertEquals(List.of("hello, world"), log);
  }

  @Test
  void t11_timer_ofAThread_isAThread() throws Exception {
    Latch called = new Latch(1);
    Timer fires = Timer.start(Duration.ZERO, called::countDown);
    fires.join();
    called.await();
    Timer prevented = Timer.start(HOUR, () -> log.add("never"));
    assertTrue(prevented.cancel());
    prevented.join();
    assertFalse(prevented.isFired());
    assertEquals(List.of(), log);
  }

  @Suspendable
  private void meet(Barrier barrier) throws InterruptedException {
    try {
      log.add(barrier.await());
    } catch (BrokenBarrierException e) {
      log.add("broken");
    }
  }

  @Test
  void t12_barrier_a28_indicesAreUnique_andTheActionRunsOnceBeforeTheRelease() throws Exception {
    Barrier barrier =
        new Barrier(
            3,
            () -> {
              Task.sleep(SECOND);
              log.add("action");
            });
    run(
        () -> {
          for (int round = 0; round < 2; round++) {
            for (String name : List.of("a", "b", "c")) {
              spawn(name, () -> meet(barrier));
            }
            Task.sleep(HOUR);
          }
        });
    List<Object> round = List.of("action", 2, "c", 0, "a", 1, "b");
    List<Object> twice = new ArrayList<>(round);
    twice.addAll(round);
    assertEquals(twice, log);
  }

  @Test
  void t12_barrier_timeoutBreaksIt_untilReset() throws Exception {
    Barrier barrier = new Barrier(3);
    run(
        () -> {
          spawn("waits", () -> meet(barrier));
          Task<Void> late = failing(() -> barrier.await(SECOND));
          Task.sleep(HOUR);
          assertTrue(late.exception().orElseThrow() instanceof BrokenBarrierException);
          assertTrue(barrier.isBroken());
          spawn("comes late", () -> meet(barrier));
          settle();
          barrier.reset();
          assertFalse(barrier.isBroken());
          spawn("1", () -> meet(barrier));
          spawn("2", () -> meet(barrier));
          spawn("3", () -> meet(barrier));
          settle();
        });
    assertEquals(List.of("broken", "waits", "broken", "comes late", 2, "3", 0, "1", 1, "2"), log);
  }

  @Test
  void t12_barrier_abortOrKill_breaksTheOthers_butATimeoutDuringTheActionDoesNot()
      throws Exception {
    Barrier aborted = new Barrier(2);
    Barrier killed = new Barrier(3);
    Barrier slow = new Barrier(2, () -> Task.sleep(HOUR));
    run(
        () -> {
          spawn("aborted", () -> meet(aborted));
          spawn("left alone", () -> meet(killed));
          Task<Void> victim = Task.spawn(() -> meet(killed));
          settle();
          aborted.abort();
          victim.kill();
          settle();
          Task<Integer> patient = Task.spawn(() -> slow.await(SECOND));
          settle();
          spawn("action", () -> meet(slow));
          log.add(patient.result());
        });
    assertEquals(List.of("broken", "aborted", "broken", "left alone", 1, "action", 0), log);
  }

  @Test
  void latch_countsDown_andWakesAll() throws Exception {
    Latch latch = new Latch(2);
    run(
        () -> {
          spawn("1", latch::await);
          spawn("2", () -> log.add(Timeout.callOrElse(SECOND, "late", () -> latch.await(HOUR))));
          Task.sleep(SECOND.multipliedBy(2));
          latch.countDown();
          settle();
          latch.countDown();
          latch.countDown();
          settle();
          assertEquals(0, latch.count());
        });
    assertEquals(List.of("late", "2", "1"), log);
  }
}
