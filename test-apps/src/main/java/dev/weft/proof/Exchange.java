package dev.weft.proof;

import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.channel.FifoQueue;
import dev.weft.channel.JoinableQueue;
import dev.weft.channel.LifoQueue;
import dev.weft.channel.Select;
import dev.weft.channel.SortedQueue;
import dev.weft.channel.TaskQueue;
import dev.weft.sync.MutexCondition;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Something through which items go from those who give to those who take; 0 is no item. */
interface Exchange {
  /** Gives; false if that was not possible within {@code limit}. */
  @Suspendable
  boolean give(long item, Duration limit) throws Exception;

  /** Takes one; 0 if that was not possible within {@code limit}. */
  @Suspendable
  long take(Duration limit) throws Exception;

  /** How many wait in it. */
  int waiting();

  /** Whether its own counts are those of an empty one. */
  default boolean isSettled() {
    return true;
  }

  /** One of each kind. */
  static Map<String, Exchange> all() {
    Map<String, Exchange> all = new LinkedHashMap<>();
    all.put("FifoQueue", new OfQueue(new FifoQueue<>(2)));
    all.put("LifoQueue", new OfQueue(new LifoQueue<>(3)));
    all.put("SortedQueue", new OfQueue(new SortedQueue<>(4, Comparator.naturalOrder())));
    all.put("JoinableQueue", new OfQueue(new JoinableQueue<>(2)));
    all.put("Channel", new OfChannel(new Channel<>()));
    all.put("Channel(3)", new OfChannel(new Channel<>(3)));
    all.put("Select", new OfSelect(new Channel<>(), new Channel<>(1)));
    all.put("Semaphore", new OfPermits(new Semaphore(0)));
    all.put("MutexCondition", new OfCondition(new MutexCondition(), new ArrayDeque<>()));
    return all;
  }

  /** Items of a queue. */
  record OfQueue(TaskQueue<Long> queue) implements Exchange {
    @Override
    @Suspendable
    public boolean give(long item, Duration limit) throws InterruptedException {
      return queue.offer(item, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    @Suspendable
    public long take(Duration limit) throws InterruptedException {
      Long item = queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (item == null) {
        return 0;
      }
      if (queue instanceof JoinableQueue<Long> joinable) {
        joinable.taskDone();
      }
      return item;
    }

    @Override
    public int waiting() {
      return queue.waitingPutters() + queue.waitingTakers();
    }

    @Override
    public boolean isSettled() {
      return queue.isEmpty()
          && !(queue instanceof JoinableQueue<Long> joinable && joinable.unfinished() != 0);
    }
  }

  /** Values of a channel. */
  record OfChannel(Channel<Long> channel) implements Exchange {
    @Override
    @Suspendable
    public boolean give(long item, Duration limit) throws InterruptedException {
      return channel.send(item, limit);
    }

    @Override
    @Suspendable
    public long take(Duration limit) throws InterruptedException {
      return channel.receive(limit).orElse(0L);
    }

    @Override
    public int waiting() {
      return channel.waitingSenders() + channel.waitingReceivers();
    }
  }

  /** Values of whichever of two channels is ready. */
  record OfSelect(Channel<Long> one, Channel<Long> other) implements Exchange {
    @Override
    @Suspendable
    public boolean give(long item, Duration limit) throws Exception {
      return new Select<Boolean>()
          .send(one, item, () -> true)
          .send(other, item, () -> true)
          .after(limit, () -> false)
          .run();
    }

    @Override
    @Suspendable
    public long take(Duration limit) throws Exception {
      return new Select<Long>()
          .receive(one, item -> item)
          .receive(other, item -> item)
          .after(limit, () -> 0L)
          .run();
    }

    @Override
    public int waiting() {
      return new OfChannel(one).waiting() + new OfChannel(other).waiting();
    }
  }

  /** Permits: all of them are item 1. */
  record OfPermits(Semaphore semaphore) implements Exchange {
    @Override
    @Suspendable
    public boolean give(long item, Duration limit) {
      semaphore.release();
      return true;
    }

    @Override
    @Suspendable
    public long take(Duration limit) throws InterruptedException {
      return semaphore.tryAcquire(limit) ? 1 : 0;
    }

    @Override
    public int waiting() {
      return semaphore.waiting();
    }

    @Override
    public boolean isSettled() {
      return semaphore.available() == 0;
    }
  }

  /** Items of a deque that a condition guards. */
  record OfCondition(MutexCondition notEmpty, ArrayDeque<Long> items) implements Exchange {
    @Override
    @Suspendable
    public boolean give(long item, Duration limit) throws InterruptedException {
      if (!notEmpty.lock().tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      try {
        items.add(item);
        notEmpty.signal();
        return true;
      } finally {
        notEmpty.lock().unlock();
      }
    }

    @Override
    @Suspendable
    public long take(Duration limit) throws InterruptedException {
      if (!notEmpty.lock().tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return 0;
      }
      try {
        return notEmpty.waitFor(() -> !items.isEmpty(), limit) ? items.remove() : 0;
      } finally {
        notEmpty.lock().unlock();
      }
    }

    @Override
    public int waiting() {
      return notEmpty.waiting() + notEmpty.lock().waiting();
    }

    @Override
    public boolean isSettled() {
      return items.isEmpty();
    }
  }
}
