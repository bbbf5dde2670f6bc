package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Task;
import dev.weft.hub.Timeout;
import dev.weft.plain.Carriers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tasks on several carriers: a group of hubs, and one scheduler with several. */
class SchedulersIT {
  @Suspendable
  private static long leaves(ParallelScheduler scheduler, int depth) throws InterruptedException {
    if (depth == 0) {
      Task.yieldNow();
      return 1;
    }
    List<Task<Long>> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(scheduler.spawn(() -> leaves(scheduler, depth - 1)));
    }
    long sum = 0;
    for (Task<Long> child : children) {
      sum += child.result();
    }
    return sum;
  }

  @Test
  void parallelScheduler_treeOfTasks_countsEveryLeafOnce() throws Exception {
    try (ParallelScheduler scheduler = ParallelScheduler.start(4)) {
      assertEquals(6561, scheduler.spawn(() -> leaves(scheduler, 8)).get());
      assertEquals(List.of(), scheduler.tasks());
    }
  }

  @Test
  void parallelScheduler_sleepKillAndTimers_workFromAnyCarrier() throws Exception {
    AtomicInteger cleaned = new AtomicInteger();
    try (ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      List<Task<Void>> sleepers = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        int n = i;
        sleepers.add(
            scheduler.spawn(
                () -> {
                  try {
                    Task.sleep(n % 2 == 0 ? Duration.ofMillis(n % 7) : Duration.ofDays(1));
                  } finally {
                    cleaned.incrementAndGet();
                  }
                }));
      }
      for (int i = 0; i < 1000; i += 2) {
        sleepers.get(i).get();
      }
      for (int i = 1; i < 1000; i += 2) {
        Task<Void> sleeper = sleepers.get(i);
        while (sleeper.waitsFor().isEmpty()) {
          Thread.onSpinWait(); // a kill before the start would keep the body from running
        }
        sleeper.kill();
        assertTrue(sleeper.isCancelled());
      }
      assertEquals(1000, cleaned.get());
    }
  }

  @Test
  void parallelScheduler_timeoutsStoppedWhenTheyExpire_blockNoCarrier() throws Exception {
    try (ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      List<Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(scheduler.spawn(() -> timeouts(2_000)));
      }
      for (Task<Integer> task : tasks) {
        assertEquals(2_000, task.get(60, TimeUnit.SECONDS));
      }
    }
  }

  @Suspendable
  private static int timeouts(int count) throws Exception {
    int done = 0;
    while (done < count) {
      Duration limit = Duration.ofNanos(30_000);
      Timeout.callOrElse(
          limit,
          null,
          () -> {
            Task.sleep(limit);
            return null;
          });
      done++;
    }
    return done;
  }

  @Test
  void delayedTask_killedOrDueAtTheMomentItArrives_ends() throws Exception {
    try (HubGroup group = HubGroup.start(1);
        ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      for (int i = 0; i < 20_000; i++) {
        Task<Void> task =
            Task.with()
                .on(i % 2 == 0 ? group.hubs().get(0) : scheduler)
                .delay(i % 4 < 2 ? Duration.ofDays(1) : Duration.ofNanos(1))
                .spawn(() -> Task.yieldNow());
        if (i % 4 < 2) {
          task.killAsync();
        }
        task.join(Duration.ofSeconds(60));
        assertTrue(task.isDone(), "lost: " + task);
      }
    }
  }

  @Test
  void parallelScheduler_onAnExecutor_usesItsThreads() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor(r -> new Thread(r, "mine"));
    try (ParallelScheduler scheduler = ParallelScheduler.on(executor)) {
      Task<String> task =
          scheduler.spawn(
              () -> {
                Task.yieldNow();
                return Carriers.current().getName();
              });
      assertEquals("mine", task.get());
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void parallelScheduler_closed_endsItsTasksAndTakesNoMore() throws Exception {
    ParallelScheduler scheduler = ParallelScheduler.start(2);
    Task<Void> left = scheduler.spawn(() -> Task.sleep(Duration.ofDays(1)));
    scheduler.close();
    assertTrue(left.isCancelled());
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> scheduler.spawn(() -> {}));
    assertTrue(refused.getMessage().contains("is closed"), refused::getMessage);
  }

  @Test
  void hubGroup_tasks_stayOnTheirHubAndRunAtTheSameTime() throws Exception {
    Set<Thread> carriers = ConcurrentHashMap.newKeySet();
    CyclicBarrier together = new CyclicBarrier(3);
    try (HubGroup group = HubGroup.start(3)) {
      List<Task<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        tasks.add(
            group.spawnOn(
                i,
                () -> {
                  Thread before = Carriers.current();
                  carriers.add(before);
                  together.await();
                  Task.sleep(Duration.ofMillis(1));
                  return before == Carriers.current();
                }));
      }
      for (Task<Boolean> task : tasks) {
        assertTrue(task.get());
      }
    }
    assertEquals(3, carriers.size());
  }

  @Test
  void hubGroup_placement_isAskedOrInTurn() throws Exception {
    try (HubGroup group = HubGroup.start(2);
        HubGroup second = HubGroup.start(3, hubs -> 2)) {
      List<Hub> used = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        used.add((Hub) group.spawn(() -> {}).scheduler());
      }
      List<Hub> hubs = group.hubs();
      assertEquals(List.of(hubs.get(0), hubs.get(1), hubs.get(0), hubs.get(1)), used);
      assertEquals(second.hubs().get(2), second.spawn(() -> {}).scheduler());
    }
  }

  @Test
  void tasksOfDifferentSchedulers_joinAndKillEachOther() throws Exception {
    AtomicLong ended = new AtomicLong();
    try (HubGroup group = HubGroup.start(2);
        ParallelScheduler parallel = ParallelScheduler.start(2)) {
      List<Task<?>> all = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        Task<Void> victim = parallel.spawn(() -> Task.sleep(Duration.ofDays(1)));
        Task<Void> killer = group.spawn(() -> victim.kill());
        all.add(
            parallel.spawn(
                () -> {
                  killer.join();
                  victim.join();
                  ended.incrementAndGet();
                }));
      }
      for (Task<?> task : all) {
        task.get();
      }
    }
    assertEquals(300, ended.get());
  }

  @Test
  void hubGroup_closed_runsEveryFinally() throws Exception {
    AtomicInteger cleaned = new AtomicInteger();
    CyclicBarrier begun = new CyclicBarrier(3);
    try (HubGroup group = HubGroup.start(2)) {
      for (int i = 0; i < 2; i++) {
        group.spawnOn(
            i,
            () -> {
              try {
                begun.await();
                Task.sleep(Duration.ofDays(1));
              } finally {
                cleaned.incrementAndGet();
              }
            });
      }
      begun.await();
    }
    assertEquals(2, cleaned.get());
  }
}
