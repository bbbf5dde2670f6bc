package dev.weft.proof;

import dev.weft.Suspendable;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Pool;
import dev.weft.hub.Task;
import dev.weft.hub.TaskGroup;
import dev.weft.hub.TaskGroupException;
import dev.weft.hub.Tasks;
import dev.weft.hub.Timeout;
import dev.weft.sync.Barrier;
import dev.weft.sync.Event;
import dev.weft.sync.FairLock;
import dev.weft.sync.Latch;
import dev.weft.sync.Mutex;
import dev.weft.sync.Promise;
import dev.weft.sync.ReentrantMutex;
import dev.weft.sync.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one storm takes place around: one of each class that tasks and threads can meet at, and what
 * is known about each. Every method is an act of a task or thread that may be killed or interrupted
 * wherever it waits.
 */
final class SoakScene implements Scene {
  private static final int POOL_SIZE = 3;

  private final SoakFindings findings;
  private final List<String> names;
  private final Map<String, Exchange> exchanges = Exchange.all();
  private final Map<String, Ledger> ledgers = new LinkedHashMap<>();
  private final AtomicLong items = new AtomicLong();
  private final FairLock mutex = new Mutex("counter");
  private final FairLock reentrant = new ReentrantMutex("counter");
  private final GuardedCounter byMutex;
  private final GuardedCounter byReentrant;
  private final LongAdder countedUp = new LongAdder();
  private final Barrier barrier = new Barrier(2);
  private final Event open = new Event("open");
  private final Latch over = new Latch(1);
  private final AtomicInteger inPool = new AtomicInteger();
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder timersMade = new LongAdder();
  private final LongAdder timersFired = new LongAdder();
  private final LongAdder timersCancelled = new LongAdder();
  private final LongAdder shielded = new LongAdder();
  private final LongAdder unshielded = new LongAdder();
  private final SpawnedTasks spawned;
  private volatile boolean settling;
  private volatile boolean closing;

  SoakScene(HubGroup group, ParallelScheduler parallel, SoakFindings findings) {
    this.findings = findings;
    spawned = new SpawnedTasks(group, parallel);
    byMutex = new GuardedCounter("a mutex", findings);
    byReentrant = new GuardedCounter("a reentrant mutex", findings);
    this.names = List.copyOf(exchanges.keySet());
    names.forEach(name -> ledgers.put(name, new Ledger(name)));
  }

  // ---- acts of tasks and threads -------------------------------------------------------------

  @Override
  @Suspendable
  public void act(Random random) throws Exception {
    Duration limit = Duration.ofNanos(random.nextInt(300_000));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> give(names.get(random.nextInt(names.size())), limit);
      case 3, 4, 5 -> take(names.get(random.nextInt(names.size())), limit);
      case 6 -> countUp(mutex, byMutex, limit, random.nextBoolean());
      case 7 -> countUp(reentrant, byReentrant, limit, random.nextBoolean());
      case 8 -> meet(limit);
      case 9 -> promise(limit, random);
      case 10 -> awaitOpen(limit, random);
      default -> handOff(random);
    }
  }

  @Override
  @Suspendable
  public void actAsTask(Random random) throws Exception {
    Duration limit = Duration.ofNanos(random.nextInt(500_000));
    long seed = random.nextLong();
    switch (random.nextInt(6)) {
      case 0 -> group(limit, seed);
      case 1 -> pool(seed);
      case 2 -> shield(seed);
      case 3 -> Timeout.callOrElse(limit, null, () -> actNested(seed));
      case 4 -> timer(limit, random.nextBoolean());
      default -> race(seed);
    }
  }

  @Suspendable
  private void give(String name, Duration limit) throws Exception {
    long item = name.equals("Semaphore") ? 1 : items.incrementAndGet();
    if (exchanges.get(name).give(item, limit)) {
      ledgers.get(name).given(item);
    }
  }

  @Suspendable
  private void take(String name, Duration limit) throws Exception {
    long item = exchanges.get(name).take(limit);
    if (item != 0) {
      ledgers.get(name).taken(item);
    }
  }

  @Suspendable
  private void countUp(FairLock lock, GuardedCounter counter, Duration limit, boolean slowly)
      throws InterruptedException {
    if (lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      try {
        countedUp.increment();
        counter.countUp(slowly);
      } finally {
        lock.unlock();
      }
    }
  }

  @Suspendable
  private void meet(Duration limit) throws InterruptedException {
    try {
      int index = barrier.await(limit);
      findings.require(index == 0 || index == 1, () -> "index " + index + " at the barrier");
    } catch (BrokenBarrierException e) {
      if (!settling) {
        barrier.reset();
      }
    }
  }

  @Suspendable
  private void promise(Duration limit, Random random) throws Exception {
    Promise<Long> promise = new Promise<>();
    long value = random.nextLong();
    Task<Boolean> keeper = spawned.spawn(random, () -> promise.complete(value));
    if (promise.await(limit)) {
      findings.require(promise.resultNow() == value, () -> "another value in " + promise);
    }
    findings.require(
        keeper.isDone() || !promise.isDone() || promise.isSuccessful(), () -> promise + " failed");
  }

  @Suspendable
  private void awaitOpen(Duration limit, Random random) throws InterruptedException {
    if (random.nextInt(4) == 0) {
      open.set();
    } else {
      open.clear();
    }
    open.await(limit);
    boolean late = over.await(limit);
    findings.require(!late || settling, () -> over + " opened too early");
  }

  /** A task of another hub, or of the scheduler of several carriers, answers. */
  @Suspendable
  private void handOff(Random random) throws Exception {
    int number = random.nextInt();
    Task<Integer> other =
        spawned.spawn(
            random,
            () -> {
              Task.yieldNow();
              return number + 1;
            });
    if (random.nextInt(8) == 0) {
      other.killAsync();
      other.join();
      return;
    }
    Integer answer = other.result();
    findings.require(
        answer == null ? closing : answer == number + 1, () -> "another answer: " + answer);
  }

  // ---- acts of tasks -------------------------------------------------------------------------

  @Suspendable
  private Void actNested(long seed) throws Exception {
    act(new Random(seed));
    return null;
  }

  @Suspendable
  private void group(Duration limit, long seed) throws Exception {
    AtomicInteger inside = new AtomicInteger();
    try {
      TaskGroup.call(
          limit,
          tasks -> {
            for (int i = 0; i < 4; i++) {
              long own = seed + i;
              tasks.spawn(() -> child(inside, own));
            }
            return null;
          });
    } catch (TimeoutException | TaskGroupException e) {
      findings.require(inside.get() == 0, () -> "a child outlived its group: " + inside);
    } finally {
      findings.require(inside.get() == 0, () -> "children outlived their group: " + inside);
    }
  }

  @Suspendable
  private void child(AtomicInteger inside, long seed) throws Exception {
    inside.incrementAndGet();
    begun.increment();
    try {
      Random random = new Random(seed);
      if (random.nextInt(20) == 0) {
        throw new ChildFailure();
      }
      act(random);
    } finally {
      ended.increment();
      inside.decrementAndGet();
    }
  }

  @Suspendable
  private void pool(long seed) throws Exception {
    AtomicInteger most = new AtomicInteger();
    List<Task<Void>> tasks = new ArrayList<>();
    try (Pool pool = Pool.of(POOL_SIZE)) {
      for (int i = 0; i < 6; i++) {
        long own = seed + i;
        tasks.add(pool.spawn(() -> pooled(most, own)));
      }
      pool.join();
      findings.require(pool.freeCount() == POOL_SIZE, () -> "places of a pool were lost");
      findings.require(
          tasks.stream().allMatch(Task::isDone), () -> "tasks outlived the join of their pool");
    }
  }

  @Suspendable
  private void pooled(AtomicInteger most, long seed) throws Exception {
    begun.increment();
    inPool.incrementAndGet();
    int now = most.incrementAndGet();
    try {
      findings.require(now <= POOL_SIZE, () -> now + " tasks in a pool of " + POOL_SIZE);
      act(new Random(seed));
    } catch (IllegalStateException e) {
      if (!closing) {
        throw e; // else it wanted to spawn on a hub that has ended
      }
    } finally {
      most.decrementAndGet();
      inPool.decrementAndGet();
      ended.increment();
    }
  }

  @Suspendable
  private void shield(long seed) throws Exception {
    shielded.increment();
    Tasks.shield(
        () -> {
          try {
            for (int i = 0; i < 3; i++) {
              Task.yieldNow();
            }
            return new Random(seed).nextInt();
          } finally {
            unshielded.increment(); // nothing stops it
          }
        });
  }

  @Suspendable
  private void race(long seed) throws Exception {
    List<Task<Long>> racers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        long nanos = new Random(seed + i).nextInt(200_000);
        racers.add(
            spawned.keep(
                Task.spawn(
                    () -> {
                      Task.sleep(Duration.ofNanos(nanos));
                      return nanos;
                    })));
      }
      long first = Tasks.race(racers);
      findings.require(first >= 0, () -> "a negative time");
    } finally {
      Tasks.killAllAsync(racers);
    }
  }

  @Suspendable
  private void timer(Duration delay, boolean cancel) throws InterruptedException {
    timersMade.increment();
    Timer timer = Timer.start(delay, () -> timersFired.increment());
    if (cancel) {
      if (timer.cancel()) {
        timersCancelled.increment();
      }
    } else {
      timer.join();
    }
  }

  /** What a child fails with; without a trace, for hubs print those that nobody could be given. */
  @SuppressWarnings("serial") // never written
  private static final class ChildFailure extends RuntimeException {
    ChildFailure() {
      super("a child of a group fails, as some do", null, false, false);
    }
  }

  // ---- the end -------------------------------------------------------------------------------

  @Override
  public void settle(boolean abruptly) {
    closing = abruptly;
    settling = true;
    over.countDown();
    open.set();
  }

  @Override
  public boolean isClosing() {
    return closing;
  }

  @Override
  public void check() throws Exception {
    spawned.check(findings);
    for (Map.Entry<String, Exchange> each : exchanges.entrySet()) {
      String name = each.getKey();
      Exchange exchange = each.getValue();
      for (long item = exchange.take(Duration.ZERO); item != 0; ) {
        ledgers.get(name).taken(item);
        item = exchange.take(Duration.ZERO);
      }
      ledgers.get(name).check(findings);
      findings.require(
          exchange.waiting() == 0, () -> exchange.waiting() + " wait in " + name + " of nobody");
      findings.require(exchange.isSettled(), () -> name + " is not empty: " + exchange);
    }
    equal("increments under locks", countedUp.sum(), byMutex.count() + byReentrant.count());
    equal("tasks begun and ended", begun.sum(), ended.sum());
    equal("tasks in a pool", 0, inPool.get());
    for (FairLock lock : List.of(mutex, reentrant)) {
      findings.require(!lock.isLocked() && lock.waiting() == 0, () -> "never unlocked: " + lock);
    }
    equal("waiting at the barrier", 0, barrier.waiting());
    equal("waiting for the event", 0, open.waiting());
    equal("waiting for the latch", 0, over.waiting());
    if (!closing) {
      equal("shields entered and left", shielded.sum(), unshielded.sum());
      equal("timers and their ends", timersMade.sum(), timersFired.sum() + timersCancelled.sum());
    }
  }

  private void equal(String what, long one, long other) {
    findings.require(one == other, () -> what + ": " + one + " and " + other);
  }

  @Override
  public long[] counts() {
    return new long[] {ledgers.values().stream().mapToLong(Ledger::count).sum(), spawned.count()};
  }
}
