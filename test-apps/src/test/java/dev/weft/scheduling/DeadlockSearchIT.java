package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import dev.weft.sync.FairLock;
import dev.weft.sync.Mutex;
import dev.weft.sync.ReentrantMutex;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Random programs with locks: the search finds each circle, and no other. */
class DeadlockSearchIT {
  private static final int TASKS = 5;
  private static final int LOCKS = 4;

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);

  /** A lock as simple as can be. */
  private static final class Lock implements Blocker {
    private final WaitQueue queue = new WaitQueue();
    private Task<?> owner;

    @Suspendable
    void lock() throws InterruptedException {
      Waiter waiter = Waiter.of(this);
      if (isMineOrEnter(waiter)) {
        return;
      }
      boolean woken = false;
      try {
        woken = waiter.await(Waiter.FOREVER);
      } finally {
        if (!woken) {
          leave(waiter);
        }
      }
    }

    private synchronized boolean isMineOrEnter(Waiter waiter) {
      if (owner == null) {
        owner = (Task<?>) waiter.owner();
        return true;
      }
      queue.add(waiter);
      return false;
    }

    private synchronized void leave(Waiter waiter) {
      queue.remove(waiter);
    }

    synchronized void unlock() {
      Waiter next = queue.wakeFirst();
      owner = next == null ? null : (Task<?>) next.owner();
    }

    @Override
    public synchronized List<?> holders() {
      return owner == null ? List.of() : List.of(owner);
    }
  }

  /** A lock of some kind, and who has it by the account of those who use it. */
  private static final class Guard {
    private final Blocker lock;
    private Task<?> owner;

    Guard(Blocker lock) {
      this.lock = lock;
    }

    @Suspendable
    void lock() throws InterruptedException {
      if (lock instanceof FairLock fair) {
        fair.lockInterruptibly();
      } else {
        ((Lock) lock).lock();
      }
      owner = Task.current().orElseThrow();
    }

    void unlock() {
      owner = null;
      if (lock instanceof FairLock fair) {
        fair.unlock();
      } else {
        ((Lock) lock).unlock();
      }
    }
  }

  @Suspendable
  private static void use(List<Guard> locks, int from) throws InterruptedException {
    if (from == locks.size()) {
      return;
    }
    locks.get(from).lock();
    try {
      Task.yieldNow();
      use(locks, from + 1);
    } finally {
      locks.get(from).unlock();
    }
  }

  private List<Guard> locks() {
    List<Guard> locks = new ArrayList<>();
    for (int i = 0; i < LOCKS; i++) {
      locks.add(
          new Guard(
              switch (random.nextInt(3)) {
                case 0 -> new Lock();
                case 1 -> new Mutex();
                default -> new ReentrantMutex();
              }));
    }
    return locks;
  }

  private List<Integer> someOf(int count) {
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int next = random.nextInt(LOCKS);
      if (!chosen.contains(next)) {
        chosen.add(next);
      }
    }
    return chosen;
  }

  /** What the search must find: each task waits for one lock, each lock has one owner. */
  private static Set<Set<Task<?>>> circles(List<Task<Void>> tasks, List<Guard> locks) {
    Map<Task<?>, Task<?>> waitsFor = new HashMap<>();
    for (Task<Void> task : tasks) {
      Blocker blocker = task.waitsFor().orElse(null);
      for (Guard guard : locks) {
        if (guard.lock == blocker) {
          waitsFor.put(task, guard.owner);
        }
      }
    }
    Set<Set<Task<?>>> circles = new HashSet<>();
    for (Task<?> start : waitsFor.keySet()) {
      Set<Task<?>> path = new HashSet<>();
      Task<?> at = start;
      while (at != null && path.add(at)) {
        at = waitsFor.get(at);
      }
      if (at == start) {
        circles.add(path);
      }
    }
    return circles;
  }

  @Test
  void random_programs_theSearchIsExactAfterEveryStep() throws Exception {
    int[] found = new int[1];
    for (int program = 0; program < Integer.getInteger("weft.programs", 3000); program++) {
      String name = "-Dseed=" + seed + " program " + program;
      Hub.with()
          .clock(new ManualClock())
          .run(
              () -> {
                List<Guard> locks = locks();
                List<Task<Void>> tasks = new ArrayList<>();
                for (int i = 0; i < TASKS; i++) {
                  List<Guard> mine = someOf(3).stream().map(locks::get).toList();
                  tasks.add(Task.spawn(() -> use(mine, 0)));
                }
                Hub hub = Hub.current().orElseThrow();
                for (int step = 0; step < 30; step++) {
                  Task.yieldNow();
                  Set<Set<Task<?>>> expected = circles(tasks, locks);
                  Set<Set<Task<?>>> actual = new HashSet<>();
                  hub.findDeadlocks().forEach(circle -> actual.add(Set.copyOf(circle)));
                  assertEquals(expected, actual, name);
                  for (Set<Task<?>> circle : actual) {
                    found[0]++;
                    circle.iterator().next().kill();
                  }
                }
                Tasks.joinAll(tasks);
              });
    }
    System.out.println("-Dseed=" + seed + ": " + found[0] + " circles");
    assertEquals(true, found[0] > 0);
  }

  @Test
  void search_doesNotCountAWait_thatOneOfSeveralCanEnd() throws Exception {
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Void> me = Task.with().name("other").spawn(() -> Task.sleep(Duration.ofDays(1)));
              List<Object> holders = new ArrayList<>(List.of(me));
              Blocker either =
                  new Blocker() {
                    @Override
                    public List<?> holders() {
                      return List.copyOf(holders);
                    }

                    @Override
                    public boolean anyHolderSuffices() {
                      return true;
                    }
                  };
              Task<Boolean> chooser = Task.spawn(() -> Waiter.of(either).await(Waiter.FOREVER));
              Task<Void> joiner = Task.spawn(() -> chooser.join());
              holders.add(joiner);
              Task.yieldNow();
              Hub hub = Hub.current().orElseThrow();
              assertEquals(List.of(), hub.findDeadlocks());
              holders.remove(me); // now only its joiner is left
              assertEquals(1, hub.findDeadlocks().size());
              chooser.kill();
            });
  }

  /** Runs {@code body} on a hub while a thread looks for circles, and returns what it found. */
  private static Object alarmDuring(SuspendableRunnable body) throws Exception {
    AtomicReference<Object> alarm = new AtomicReference<>();
    Hub.run(
        () -> {
          Hub hub = Hub.current().orElseThrow();
          AtomicBoolean running = new AtomicBoolean(true);
          Thread looker =
              new Thread(
                  () -> {
                    try {
                      while (running.get()) {
                        List<List<Task<?>>> circles = hub.findDeadlocks();
                        if (!circles.isEmpty()) {
                          alarm.set(circles);
                        }
                      }
                    } catch (RuntimeException | Error e) {
                      alarm.set(e);
                    }
                  });
          looker.start();
          body.run();
          running.set(false);
          while (looker.isAlive()) {
            Task.sleep(Duration.ofMillis(1));
          }
        });
    return alarm.get();
  }

  @Test
  void search_byAnotherThread_neverRaisesAFalseAlarm() throws Exception {
    int programs = Integer.getInteger("weft.programs", 3000);
    Object alarm =
        alarmDuring(
            () -> {
              for (int program = 0; program < programs; program++) {
                List<Guard> locks = locks();
                List<Task<Void>> tasks = new ArrayList<>();
                for (int i = 0; i < TASKS; i++) {
                  // Always in the same order: a deadlock is impossible.
                  List<Guard> mine = someOf(3).stream().sorted().map(locks::get).toList();
                  tasks.add(Task.spawn(() -> use(mine, 0)));
                }
                Tasks.joinAll(tasks);
              }
            });
    assertEquals(null, alarm, "-Dseed=" + seed);
  }

  @Test
  void search_whileALockIsHandedOver_doesNotTakeTheNextOwnerForOneThatWaitsForItself()
      throws Exception {
    for (FairLock lock : List.of(new Mutex(), new ReentrantMutex())) {
      Object alarm =
          alarmDuring(
              () -> {
                List<Task<Void>> tasks = new ArrayList<>();
                for (int i = 0; i < TASKS; i++) {
                  tasks.add(Task.spawn(() -> lockAgainAndAgain(lock)));
                }
                Tasks.joinAll(tasks);
              });
      assertEquals(null, alarm);
    }
  }

  @Suspendable
  private static void lockAgainAndAgain(FairLock lock) throws InterruptedException {
    for (int i = 0; i < 20_000; i++) {
      lock.lockInterruptibly();
      Task.yieldNow();
      lock.unlock();
    }
  }
}
