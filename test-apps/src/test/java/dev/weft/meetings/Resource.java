package dev.weft.meetings;

import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.channel.FifoQueue;
import dev.weft.channel.LifoQueue;
import dev.weft.channel.Select;
import dev.weft.channel.SortedQueue;
import dev.weft.channel.TaskQueue;
import dev.weft.sync.FairLock;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexCondition;
import dev.weft.sync.ReentrantMutex;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Something of which there is so much: what was given is what was taken and what is left. */
interface Resource {
  /** Gives one; false if that is not possible now. Does not wait. */
  boolean give();

  /** Takes one, if there is one and nobody waits for it. */
  boolean tryTake();

  @Suspendable
  boolean takeWithin(Duration limit) throws Exception;

  /** How many can be taken. */
  int left();

  /** How many wait. */
  int waiting();

  /** All kinds, with nothing in them. */
  static Map<String, Supplier<Resource>> all() {
    Map<String, Supplier<Resource>> all = new LinkedHashMap<>();
    all.put("Semaphore", OfSemaphore::new);
    all.put("Mutex", () -> new OfLock(new Mutex()));
    all.put("ReentrantMutex", () -> new OfLock(new ReentrantMutex()));
    all.put("signals of a MutexCondition", OfSignals::new);
    all.put("items of a FifoQueue", () -> new OfItems(new FifoQueue<>(1)));
    all.put("items of a LifoQueue", () -> new OfItems(new LifoQueue<>(1)));
    all.put("items of a SortedQueue", () -> new OfItems(SortedQueue.ofNaturalOrder()));
    all.put("room in a FifoQueue", OfRoom::new);
    all.put("values of a Channel", () -> new OfValues(new Channel<>()));
    all.put("values of a Channel(1)", () -> new OfValues(new Channel<>(1)));
    all.put("receivers of a Channel", () -> new OfReceivers(new Channel<>()));
    all.put("Select among values", OfSelect::new);
    all.put("Select among receivers", OfSelectedReceivers::new);
    return all;
  }

  /** Permits. */
  final class OfSemaphore implements Resource {
    private final Semaphore semaphore = new Semaphore(0);

    @Override
    public boolean give() {
      semaphore.release();
      return true;
    }

    @Override
    public boolean tryTake() {
      return semaphore.tryAcquire();
    }

    @Override
    @Suspendable
    public boolean takeWithin(Duration limit) throws InterruptedException {
      return semaphore.tryAcquire(limit);
    }

    @Override
    public int left() {
      return semaphore.available();
    }

    @Override
    public int waiting() {
      return semaphore.waiting();
    }
  }

  /** A lock that is held by whoever made this; who takes it keeps it. */
  @SuppressWarnings("LockNotBeforeTry") // taken by one, given up by another
  final class OfLock implements Resource {
    private final FairLock lock;

    OfLock(FairLock lock) {
      this.lock = lock;
      if (!lock.tryLock()) {
        throw new AssertionError(lock);
      }
    }

    @Override
    public boolean give() {
      try {
        lock.unlock();
        return true;
      } catch (IllegalMonitorStateException e) {
        return false;
      }
    }

    @Override
    public boolean tryTake() {
      return !lock.isHeldByCurrent() && lock.tryLock();
    }

    @Override
    @Suspendable
    public boolean takeWithin(Duration limit) throws InterruptedException {
      return lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int left() {
      return lock.isLocked() ? 0 : 1;
    }

    @Override
    public int waiting() {
      return lock.waiting();
    }
  }

  /** Notifications of a condition. */
  final class OfSignals implements Resource {
    private final MutexCondition condition = new MutexCondition();

    @Override
    public boolean give() {
      if (!condition.lock().tryLock()) {
        return false;
      }
      try {
        return condition.notify(1) == 1;
      } finally {
        condition.lock().unlock();
      }
    }

    @Override
    public boolean tryTake() {
      return false;
    }

    @Override
    @Suspendable
    @SuppressWarnings("WaitNotInLoop") // nobody is woken without a cause
    public boolean takeWithin(Duration limit) throws InterruptedException {
      condition.lock().lock();
      try {
        return condition.await(limit);
      } finally {
        condition.lock().unlock();
      }
    }

    @Override
    public int left() {
      return 0;
    }

    @Override
    public int waiting() {
      return condition.waiting();
    }
  }

  /** Items to be taken. */
  record OfItems(TaskQueue<Integer> queue) implements Resource {
    @Override
    public boolean give() {
      return queue.offer(1);
    }

    @Override
    public boolean tryTake() {
      return queue.poll() != null;
    }

    @Override
    @Suspendable
    public boolean takeWithin(Duration limit) throws InterruptedException {
      return queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS) != null;
    }

    @Override
    public int left() {
      return queue.size();
    }

    @Override
    public int waiting() {
      return queue.waitingTakers();
    }
  }

  /** Room to put items. */
  final class OfRoom implements Resource {
    private final FifoQueue<Integer> queue = new FifoQueue<>(1);

    OfRoom() {
      queue.add(0);
    }

    @Override
    public boolean give() {
      return queue.poll() != null;
    }

    @Override
    public boolean tryTake() {
      return queue.offer(1);
    }

    @Override
    @Suspendable
    public boolean takeWithin(Duration limit) throws InterruptedException {
      return queue.offer(1, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int left() {
      return queue.remainingCapacity();
    }

    @Override
    public int waiting() {
      return queue.waitingPutters();
    }
  }

  /** Values to be received. */
  record OfValues(Channel<Integer> channel) implements Resource {
    @Override
    public boolean give() {
      return channel.trySend(1);
    }

    @Override
    public boolean tryTake() {
      return channel.tryReceive().isPresent();
    }

    @Override
    @Suspendable
    public boolean takeWithin(Duration limit) throws InterruptedException {
      return channel.receive(limit).isPresent();
    }

    @Override
    public int left() {
      return channel.size();
    }

    @Override
    public int waiting() {
      return channel.waitingReceivers();
    }
  }

  /** Receivers for values. */
  record OfReceivers(Channel<Integer> channel) implements Resource {
    @Override
    public boolean give() {
      return channel.tryReceive().isPresent();
    }

    @Override
    public boolean tryTake() {
      return channel.trySend(1);
    }

    @Override
    @Suspendable
    public boolean takeWithin(Duration limit) throws InterruptedException {
      return channel.send(1, limit);
    }

    @Override
    public int left() {
      return 0;
    }

    @Override
    public int waiting() {
      return channel.waitingSenders();
    }
  }

  /** Values of two channels, taken by a Select. */
  final class OfSelect implements Resource {
    private final Channel<Integer> first = new Channel<>();
    private final Channel<Integer> second = new Channel<>(1);
    private boolean turn;

    @Override
    public boolean give() {
      turn = !turn;
      return turn ? first.trySend(1) || second.trySend(1) : second.trySend(1);
    }

    @Override
    public boolean tryTake() {
      return first.tryReceive().isPresent() || second.tryReceive().isPresent();
    }

    @Override
    @Suspendable
    public boolean takeWithin(Duration limit) throws Exception {
      return new Select<Boolean>()
          .receive(first, value -> true)
          .receive(second, value -> true)
          .after(limit, () -> false)
          .run();
    }

    @Override
    public int left() {
      return second.size();
    }

    @Override
    public int waiting() {
      return Math.max(first.waitingReceivers(), second.waitingReceivers());
    }
  }

  /** Receivers of two channels, sent to by a Select. */
  final class OfSelectedReceivers implements Resource {
    private final Channel<Integer> first = new Channel<>();
    private final Channel<Integer> second = new Channel<>();
    private boolean turn;

    @Override
    public boolean give() {
      turn = !turn;
      return turn
          ? first.tryReceive().isPresent() || second.tryReceive().isPresent()
          : second.tryReceive().isPresent() || first.tryReceive().isPresent();
    }

    @Override
    public boolean tryTake() {
      return second.trySend(1);
    }

    @Override
    @Suspendable
    public boolean takeWithin(Duration limit) throws Exception {
      return new Select<Boolean>()
          .send(first, 1, () -> true)
          .send(second, 2, () -> true)
          .after(limit, () -> false)
          .run();
    }

    @Override
    public int left() {
      return 0;
    }

    @Override
    public int waiting() {
      return Math.max(first.waitingSenders(), second.waitingSenders());
    }
  }
}
