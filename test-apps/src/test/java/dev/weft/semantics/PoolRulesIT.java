package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.generator.Generator;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Pool;
import dev.weft.hub.PoolResults;
import dev.weft.hub.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules V64 to V70, T22 and T23 of SEMANTICS.md: pools of tasks. */
class PoolRulesIT extends TaskFixture {
  private int running;
  private int most;

  @Suspendable
  private Integer square(Integer number, long millis) throws InterruptedException {
    most = Math.max(most, ++running);
    sleep(millis);
    running--;
    return number * number;
  }

  @Suspendable
  private Integer pause(Integer millis) throws InterruptedException {
    sleep(millis);
    return millis;
  }

  @Test
  void v64_atMostSoManyAreAlive_spawnWaitsForAPlace() throws Exception {
    run(
        () -> {
          Pool pool = Pool.of(2);
          assertEquals(2, pool.freeCount());
          for (int i = 0; i < 6; i++) {
            int number = i;
            Task<Integer> unused = pool.spawn(() -> square(number, 10));
            log.add(millis());
          }
          assertTrue(pool.isFull());
          assertEquals(0, pool.awaitFree(ms(5)));
          assertEquals(2, pool.awaitFree(ms(100)));
          pool.join();
          assertEquals(30, millis());
          assertEquals(2, most);
          assertEquals(2, pool.freeCount());
          assertEquals(0, Pool.of(0).awaitFree(ms(1)));
          assertThrows(IllegalArgumentException.class, () -> Pool.of(-1));
        });
    assertEquals(List.of(0L, 0L, 10L, 10L, 20L, 20L), log);
  }

  @Test
  void v64_spawnersGetTheirTurn_inTheOrderTheyCame_alsoWhenOneGivesUp() throws Exception {
    run(
        () -> {
          Pool pool = Pool.of(1);
          Task<Integer> first = pool.spawn(() -> pause(10));
          List<Task<?>> spawners = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            int number = i;
            SuspendableRunnable spawning =
                () -> {
                  Task<Boolean> unused = pool.spawn(() -> log.add(number));
                };
            spawners.add(Task.spawn(spawning));
          }
          Task.yieldNow();
          spawners.get(0).kill();
          first.killAsync();
          spawners.get(1).killAsync(); // at the moment it may get the place
          sleep(10);
          pool.join();
          assertEquals(1, pool.freeCount());
        });
    assertEquals(List.of(2, 3), log.subList(log.size() - 2, log.size()));
  }

  @Test
  void v65_trySpawn_doesNotWait_orNotLong() throws Exception {
    run(
        () -> {
          Pool pool = Pool.of(1);
          Optional<Task<Integer>> first = pool.trySpawn(() -> pause(10));
          assertTrue(first.isPresent());
          assertEquals(Optional.empty(), pool.trySpawn(() -> 1));
          assertEquals(Optional.empty(), pool.trySpawn(ms(5), () -> 1));
          assertEquals(5, millis());
          assertTrue(pool.trySpawn(ms(50), () -> 1).isPresent());
          assertEquals(10, millis());
        });
  }

  @Test
  void v66_map_isInOrder_imapToo_imapUnorderedAsTheyCome() throws Exception {
    run(
        () -> {
          List<Integer> items = List.of(100, 20, 50);
          Pool pool = Pool.of(3);
          assertEquals(items, pool.map(this::pause, items));
          assertEquals(100, millis());
          for (Integer result : pool.imap(this::pause, items)) {
            log.add(result + " at " + (millis() - 100));
          }
          assertEquals(List.of("100 at 100", "20 at 100", "50 at 100"), log);
          log.clear();
          for (Integer result : pool.imapUnordered(this::pause, items)) {
            log.add(result + " at " + (millis() - 200));
          }
          assertEquals(List.of("20 at 20", "50 at 50", "100 at 100"), log);
          log.clear();
          for (Integer result : Pool.of(1).imapUnordered(this::pause, items)) {
            log.add(result);
          }
          assertEquals(items, new ArrayList<Object>(log));
          assertEquals(List.of(), pool.map(this::pause, List.of()));
        });
  }

  @Test
  void v66_imap_isLazy_anEndlessInputIsReadAheadByABoundOnly() throws Exception {
    run(
        () -> {
          int[] last = new int[1];
          Generator<Integer, Void, Void> endless =
              Generator.of(
                  yielder -> {
                    for (int i = 0; ; i++) {
                      last[0] = i;
                      yielder.yieldValue(i);
                    }
                  });
          Pool pool = Pool.of(2);
          try (PoolResults<Integer, Integer> squares =
              pool.imap(number -> square(number, 1), endless.iterable())) {
            for (int i = 0; i < 5; i++) {
              assertEquals(i * i, squares.next());
            }
          }
          assertTrue(last[0] <= 5 + 4, () -> "read ahead to " + last[0]);
          pool.join();
          assertEquals(2, most);
        });
  }

  @Suspendable
  private Integer picky(Integer number) throws InterruptedException {
    sleep(1);
    if (number == 2) {
      throw new IllegalStateException("two");
    }
    return number;
  }

  @Test
  void v67_failures_mapThrowsTheFirst_imapThrowsAtItsItemAndGoesOn() throws Exception {
    run(
        () -> {
          Pool pool = Pool.of(2);
          List<Integer> items = List.of(1, 2, 3);
          assertEquals("two", thrownBy(() -> pool.map(this::picky, items)).getMessage());
          PoolResults<Integer, Integer> results = pool.imap(this::picky, items);
          assertEquals(1, results.next());
          assertEquals("two", thrownBy(results::next).getMessage());
          assertEquals(3, results.next());
          assertFalse(results.hasNext());
          List<Object> unordered = new ArrayList<>();
          PoolResults<Integer, Integer> any = pool.imapUnordered(this::picky, items);
          while (any.hasNext()) {
            Throwable thrown = thrownBy(() -> unordered.add(any.next()));
            if (thrown != null) {
              unordered.add(thrown.getMessage());
            }
          }
          assertEquals(List.of(1, "two", 3), unordered);
        });
    assertEquals(List.of(), uncaught);
  }

  @Test
  void v67_failureOfTheInput_surfacesBehindWhatCameBefore() throws Exception {
    run(
        () -> {
          Generator<Integer, Void, Void> broken =
              Generator.of(
                  yielder -> {
                    yielder.yieldValue(1);
                    throw new IllegalArgumentException("input");
                  });
          PoolResults<Integer, Integer> results =
              Pool.of(2).imapUnordered(this::pause, broken.iterable());
          assertEquals(1, results.next());
          assertEquals("input", thrownBy(results::next).getMessage());
          assertFalse(results.hasNext());
        });
  }

  @Test
  void v68_readAhead_boundsWhatIsFinishedAndUnread() throws Exception {
    run(
        () -> {
          List<Integer> started = new ArrayList<>();
          PoolResults<Integer, Integer> results =
              Pool.of(10)
                  .imapUnordered(
                      number -> {
                        started.add(number);
                        return number;
                      },
                      List.of(0, 1, 2, 3, 4),
                      1);
          sleep(10);
          assertEquals(List.of(0), started);
          assertEquals(0, results.next());
          sleep(10);
          assertEquals(List.of(0, 1), started);
          results.close();
          assertThrows(
              IllegalArgumentException.class,
              () -> Pool.of(1).imap(this::pause, List.<Integer>of(), 0));
        });
  }

  @Test
  void v69_applyAsync_neverWaits_callsBackOnSuccessOnly_applyInsideAWorkerRunsInline()
      throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          Pool pool = Pool.of(1);
          Task<Integer> a = pool.applyAsync(() -> pause(10), log::add);
          Task<Integer> b = pool.applyAsync(() -> pause(20), log::add);
          Task<Integer> c =
              pool.applyAsync(
                  () -> {
                    pause(1);
                    throw boom;
                  },
                  log::add);
          assertEquals(0, millis());
          assertEquals(10, a.result());
          assertEquals(20, b.result());
          assertSame(boom, thrownBy(c::result));
          assertEquals(42, pool.apply(() -> pool.apply(() -> 42)));
          pool.join();
          sleep(1);
        });
    assertEquals(List.of(10, 20), log);
    assertEquals(List.of(boom), uncaught);
  }

  @Test
  void v69_nestedSpawnOnAFullPool_isADeadlockThatIsReported() throws Exception {
    run(
        () -> {
          Pool pool = Pool.of(1);
          Task<Object> outer = pool.spawn(() -> pool.spawn(() -> 1).result());
          Throwable deadlock = thrownBy(outer::join);
          assertInstanceOf(DeadlockException.class, deadlock);
          assertTrue(deadlock.getMessage().contains("a place in a pool of 1 with 1 tasks"));
        });
  }

  @Test
  void v70_join_kill_andPoolsWithoutALimit() throws Exception {
    RuntimeException boom = new IllegalStateException("boom");
    run(
        () -> {
          Pool group = Pool.unlimited();
          for (int i = 0; i < 100; i++) {
            Task<Integer> unused = group.spawn(() -> pause(10));
          }
          assertEquals(100, group.tasks().size());
          assertFalse(group.join(ms(5)));
          assertTrue(group.join(ms(10)));
          SuspendableRunnable counting =
              () -> {
                try {
                  sleep(1000);
                } finally {
                  log.add("killed");
                }
              };
          Task<Void> unused = group.spawn(counting);
          Task.yieldNow();
          group.kill();
          group.kill();
          assertEquals(List.of("killed"), log);
          Task<Integer> failing =
              group.spawn(
                  () -> {
                    throw boom;
                  });
          assertSame(boom, thrownBy(group::joinOrThrow));
          assertTrue(failing.isDone());
          group.joinOrThrow();
          group.close();
          assertInstanceOf(IllegalStateException.class, thrownBy(() -> group.apply(() -> 1)));
        });
  }

  @Test
  void t24_closing_endsItsTasks_andThoseWhoWaitForAPlaceLearnIt() throws Exception {
    run(
        () -> {
          Task<String> waiting;
          try (Pool pool = Pool.of(1)) {
            Task<Integer> unused = pool.spawn(() -> pause(1000));
            waiting = Task.with().unreported().spawn(() -> pool.spawn(() -> "too late").result());
            Task.yieldNow();
          }
          assertEquals(0, millis());
          Throwable refused = thrownBy(waiting::result);
          assertTrue(refused.getMessage().startsWith("the pool is closed"), refused::toString);
        });
  }
}
