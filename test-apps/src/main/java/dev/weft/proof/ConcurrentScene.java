package dev.weft.proof;

import dev.weft.Suspendable;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Timeout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A scene around {@code java.util.concurrent}: its queues, locks, synchronizers and futures, at
 * which tasks and threads meet; and what the JDK keeps per thread, which is a task's own.
 */
final class ConcurrentScene implements Scene {
  private static final int ROOM = 2;
  private static final int PERMITS = 3;

  private final SoakFindings findings;
  private final Map<String, BlockingQueue<Long>> queues = new LinkedHashMap<>();
  private final Map<String, Ledger> ledgers = new LinkedHashMap<>();
  private final List<String> names;
  private final AtomicLong items = new AtomicLong();
  private final LockedCounters counters;
  private final ConditionBuffer buffer = new ConditionBuffer(ROOM);
  private final Ledger buffered = new Ledger("buffer of a lock and two conditions");
  private final Exchanger<Long> exchanger = new Exchanger<>();
  private final Ledger exchanged = new Ledger("Exchanger");
  private final Semaphore semaphore = new Semaphore(PERMITS);
  private final AtomicInteger inside = new AtomicInteger();
  private final CyclicBarrier barrier = new CyclicBarrier(2);
  private final CountDownLatch over = new CountDownLatch(1);
  private final ThreadLocal<Long> own = new ThreadLocal<>();
  private final SpawnedTasks spawned;
  private volatile boolean settling;
  private volatile boolean closing;

  ConcurrentScene(HubGroup group, ParallelScheduler parallel, SoakFindings findings) {
    this.findings = findings;
    spawned = new SpawnedTasks(group, parallel);
    counters = new LockedCounters(findings);
    queues.put("ArrayBlockingQueue", new ArrayBlockingQueue<>(ROOM, true));
    queues.put("LinkedBlockingQueue", new LinkedBlockingQueue<>(ROOM));
    queues.put("LinkedBlockingDeque", new LinkedBlockingDeque<>(ROOM));
    if (Runtime.version().feature() >= 21) {
      // Before, the poll of the first can forget its limit (JDK-8301341), and the second one's
      // clean
      // up can spin for ever when the last two of its waiters give up.
      queues.put("LinkedTransferQueue", new LinkedTransferQueue<>());
      queues.put("fair SynchronousQueue", new SynchronousQueue<>(true));
    }
    queues.put("PriorityBlockingQueue", new PriorityBlockingQueue<>());
    queues.put("SynchronousQueue", new SynchronousQueue<>());
    names = List.copyOf(queues.keySet());
    names.forEach(name -> ledgers.put(name, new Ledger(name)));
  }

  // ---- acts ----------------------------------------------------------------------------------

  @Override
  @Suspendable
  public void act(Random random) throws Exception {
    long limit = random.nextInt(300_000);
    switch (random.nextInt(12)) {
      case 0, 1 -> give(names.get(random.nextInt(names.size())), limit);
      case 2, 3 -> take(names.get(random.nextInt(names.size())), limit);
      case 4, 5 -> counters.countUp(random, limit);
      case 6 -> beInside(limit);
      case 7 -> meet(limit);
      case 8 -> useBuffer(random, limit);
      case 9 -> exchange(limit);
      case 10 -> future(random, limit);
      default -> beMyself(random);
    }
  }

  @Override
  @Suspendable
  public void actAsTask(Random random) throws Exception {
    long seed = random.nextLong();
    Duration limit = Duration.ofNanos(random.nextInt(500_000));
    Timeout.callOrElse(limit, null, () -> actNested(seed));
  }

  @Suspendable
  private Void actNested(long seed) throws Exception {
    act(new Random(seed));
    return null;
  }

  @Suspendable
  private void give(String name, long limit) throws InterruptedException {
    long item = items.incrementAndGet();
    if (queues.get(name).offer(item, limit, TimeUnit.NANOSECONDS)) {
      ledgers.get(name).given(item);
    }
  }

  @Suspendable
  private void take(String name, long limit) throws InterruptedException {
    Long item = queues.get(name).poll(limit, TimeUnit.NANOSECONDS);
    if (item != null) {
      ledgers.get(name).taken(item);
    }
  }

  @Suspendable
  @SuppressWarnings("ThreadPriorityCheck") // a task lets others have their turn
  private void beInside(long limit) throws InterruptedException {
    if (semaphore.tryAcquire(limit, TimeUnit.NANOSECONDS)) {
      try {
        int now = inside.incrementAndGet();
        findings.require(now <= PERMITS, () -> now + " inside a semaphore of " + PERMITS);
        Thread.yield();
      } finally {
        inside.decrementAndGet();
        semaphore.release();
      }
    }
  }

  @Suspendable
  private void meet(long limit) throws Exception {
    try {
      int index = barrier.await(limit, TimeUnit.NANOSECONDS);
      findings.require(index == 0 || index == 1, () -> "index " + index + " at the barrier");
    } catch (BrokenBarrierException | TimeoutException e) {
      if (!settling) {
        barrier.reset();
      }
    }
    boolean late = over.await(limit / 8, TimeUnit.NANOSECONDS);
    findings.require(!late || settling, () -> "the latch opened too early");
  }

  @Suspendable
  private void useBuffer(Random random, long limit) throws InterruptedException {
    if (random.nextBoolean()) {
      long item = items.incrementAndGet();
      if (buffer.offer(item, limit)) {
        buffered.given(item);
      }
    } else {
      long item = buffer.poll(limit);
      if (item != 0) {
        buffered.taken(item);
      }
    }
  }

  @Suspendable
  private void exchange(long limit) throws InterruptedException {
    long mine = items.incrementAndGet();
    try {
      long other = exchanger.exchange(mine, limit, TimeUnit.NANOSECONDS);
      exchanged.given(mine);
      exchanged.taken(other);
    } catch (TimeoutException e) {
      Thread.onSpinWait(); // nobody came
    }
  }

  /** A task of another hub, or one that migrates, answers through a future of the JDK's. */
  @Suspendable
  private void future(Random random, long limit) throws Exception {
    long value = random.nextLong();
    if (random.nextBoolean()) {
      CompletableFuture<Long> future = new CompletableFuture<>();
      spawned.spawn(random, () -> future.complete(value));
      long got = future.get(limit, TimeUnit.NANOSECONDS);
      findings.require(got == value, () -> "another value in " + future);
    } else {
      FutureTask<Long> future = new FutureTask<>(() -> value);
      spawned.spawn(
          random,
          () -> {
            future.run();
            return null;
          });
      long got = future.get(limit, TimeUnit.NANOSECONDS);
      findings.require(got == value, () -> "another value in " + future);
    }
  }

  /** Whoever waits finds itself, and what it keeps, again. */
  @Suspendable
  private void beMyself(Random random) throws InterruptedException {
    long kept = random.nextLong();
    Thread me = Thread.currentThread();
    own.set(kept);
    TimeUnit.NANOSECONDS.sleep(random.nextInt(100_000));
    findings.require(own.get() == kept, () -> "a thread local is another's, in " + me);
    findings.require(Thread.currentThread() == me, () -> me + " is not itself any more");
    own.remove();
  }

  // ---- the end -------------------------------------------------------------------------------

  @Override
  public void settle(boolean abruptly) {
    closing = abruptly;
    settling = true;
    over.countDown();
  }

  @Override
  public boolean isClosing() {
    return closing;
  }

  @Override
  public void check() throws Exception {
    spawned.check(findings);
    for (String name : names) {
      BlockingQueue<Long> queue = queues.get(name);
      for (Long item = queue.poll(); item != null; item = queue.poll()) {
        ledgers.get(name).taken(item);
      }
      ledgers.get(name).check(findings);
      findings.require(queue.isEmpty(), () -> name + " is not empty");
    }
    for (long item = buffer.poll(0); item != 0; item = buffer.poll(0)) {
      buffered.taken(item);
    }
    buffered.check(findings);
    exchanged.check(findings);
    counters.check();
    findings.require(
        semaphore.availablePermits() == PERMITS && !semaphore.hasQueuedThreads(),
        () -> "permits were lost: " + semaphore);
    findings.require(barrier.getNumberWaiting() == 0, () -> "somebody waits at the barrier");
    findings.require(inside.get() == 0, () -> inside + " inside the semaphore");
  }

  @Override
  public long[] counts() {
    long changed = buffered.count() + exchanged.count();
    for (Ledger ledger : ledgers.values()) {
      changed += ledger.count();
    }
    return new long[] {changed, spawned.count()};
  }
}
