package dev.weft.meetings;

import dev.weft.SuspendableCallable;
import dev.weft.SuspendablePredicate;
import dev.weft.channel.Channel;
import dev.weft.channel.FifoQueue;
import dev.weft.channel.JoinableQueue;
import dev.weft.channel.LifoQueue;
import dev.weft.channel.Select;
import dev.weft.channel.SortedQueue;
import dev.weft.channel.TaskQueue;
import dev.weft.interop.Stages;
import dev.weft.sync.Barrier;
import dev.weft.sync.Event;
import dev.weft.sync.FairLock;
import dev.weft.sync.Latch;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexCondition;
import dev.weft.sync.Promise;
import dev.weft.sync.ReentrantMutex;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One of the blocking calls of {@code sync}, {@code channel}, {@code hub} and {@code interop}.
 *
 * @param interruptible whether an interrupt ends the wait
 * @param byThreads whether threads may make it, too
 */
record Operation(String name, boolean interruptible, boolean byThreads, Supplier<Scene> scene) {
  Operation(String name, boolean interruptible, Supplier<Scene> scene) {
    this(name, interruptible, true, scene);
  }

  @Override
  public String toString() {
    return name;
  }

  /** All of them. */
  static List<Operation> all() {
    List<Operation> all = new ArrayList<>();
    all.add(new Operation("Mutex.lock", false, () -> lock(new Mutex(), false)));
    all.add(new Operation("Mutex.lockInterruptibly", true, () -> lock(new Mutex(), true)));
    all.add(new Operation("ReentrantMutex.lock", false, () -> lock(new ReentrantMutex(), false)));
    all.add(
        new Operation(
            "ReentrantMutex.lockInterruptibly", true, () -> lock(new ReentrantMutex(), true)));
    all.add(new Operation("MutexCondition.await", true, () -> condition(true)));
    all.add(new Operation("MutexCondition.awaitUninterruptibly", false, () -> condition(false)));
    all.add(new Operation("MutexCondition.waitFor", true, Operation::waitFor));
    all.add(new Operation("Semaphore.acquire", true, () -> semaphore(1)));
    all.add(new Operation("Semaphore.acquire(3)", true, () -> semaphore(3)));
    all.add(new Operation("Semaphore.acquireUninterruptibly", false, Operation::uninterruptibly));
    all.add(new Operation("Event.await", true, Operation::event));
    all.add(new Operation("Latch.await", true, Operation::latch));
    all.add(new Operation("Promise.result", true, Operation::promise));
    all.add(new Operation("Stages.await", true, Operation::stage));
    all.add(new Operation("Barrier.await", true, Operation::barrier));
    all.add(new Operation("FifoQueue.take", true, () -> take(new FifoQueue<>(1))));
    all.add(new Operation("LifoQueue.take", true, () -> take(new LifoQueue<>(1))));
    all.add(new Operation("SortedQueue.take", true, () -> take(SortedQueue.ofNaturalOrder())));
    all.add(new Operation("FifoQueue.put", true, () -> put(new FifoQueue<>(1))));
    all.add(new Operation("LifoQueue.put", true, () -> put(new LifoQueue<>(1))));
    all.add(new Operation("JoinableQueue.join", true, Operation::join));
    all.add(new Operation("Channel.receive", true, () -> receive(new Channel<>())));
    all.add(new Operation("Channel(1).receive", true, () -> receive(new Channel<>(1))));
    all.add(new Operation("Channel.send", true, () -> send(new Channel<>())));
    all.add(new Operation("Channel(1).send", true, () -> send(new Channel<>(1))));
    all.add(new Operation("Select.receive", true, Operation::selectReceive));
    all.add(new Operation("Select.send", true, Operation::selectSend));
    all.add(new Operation("Select.when", true, Operation::selectWhen));
    all.addAll(TaskOperations.all());
    all.addAll(InteropOperations.all());
    return all;
  }

  private static void nothing() {}

  private static Scene lock(FairLock lock, boolean interruptibly) {
    return new Scene(
        lock::lock,
        () -> {
          if (interruptibly) {
            lock.lockInterruptibly();
          } else {
            lock.lock();
          }
          lock.unlock();
        },
        limit -> {
          boolean locked = lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
          if (locked) {
            lock.unlock();
          }
          return locked;
        },
        lock::unlock,
        lock::waiting);
  }

  @SuppressWarnings("WaitNotInLoop") // nobody is woken without a cause
  private static Scene condition(boolean interruptible) {
    MutexCondition condition = new MutexCondition();
    FairLock lock = condition.lock();
    return new Scene(
        Operation::nothing,
        () -> {
          lock.lock();
          try {
            if (interruptible) {
              condition.await();
            } else {
              condition.awaitUninterruptibly();
            }
          } finally {
            lock.unlock();
          }
        },
        limit -> {
          lock.lock();
          try {
            return condition.await(limit);
          } finally {
            lock.unlock();
          }
        },
        () -> {
          lock.lock();
          try {
            condition.signal();
          } finally {
            lock.unlock();
          }
        },
        condition::waiting);
  }

  private static Scene waitFor() {
    MutexCondition condition = new MutexCondition(new Mutex());
    FairLock lock = condition.lock();
    int[] stock = new int[1];
    return new Scene(
        Operation::nothing,
        () -> {
          lock.lock();
          try {
            condition.waitFor(() -> stock[0] > 0);
            stock[0]--;
          } finally {
            lock.unlock();
          }
        },
        limit -> {
          lock.lock();
          try {
            return condition.waitFor(() -> stock[0] > 0, limit);
          } finally {
            lock.unlock();
          }
        },
        () -> {
          lock.lock();
          try {
            stock[0]++;
            condition.signalAll();
          } finally {
            lock.unlock();
          }
        },
        condition::waiting);
  }

  private static Scene semaphore(int count) {
    Semaphore semaphore = new Semaphore(count - 1);
    return new Scene(
        Operation::nothing,
        () -> semaphore.acquire(count),
        limit -> semaphore.tryAcquire(count, limit),
        semaphore::release,
        semaphore::waiting);
  }

  private static Scene uninterruptibly() {
    Semaphore semaphore = new Semaphore(0);
    return new Scene(
        Operation::nothing,
        semaphore::acquireUninterruptibly,
        semaphore::tryAcquire,
        semaphore::release,
        semaphore::waiting);
  }

  private static Scene event() {
    Event event = new Event();
    return new Scene(Operation::nothing, event::await, event::await, event::set, event::waiting);
  }

  private static Scene latch() {
    Latch latch = new Latch(1);
    return new Scene(
        Operation::nothing, latch::await, latch::await, latch::countDown, latch::waiting);
  }

  private static Scene promise() {
    Promise<String> promise = new Promise<>();
    return new Scene(
        Operation::nothing,
        () -> {
          String result = promise.result();
          if (!result.equals("v")) {
            throw new AssertionError(result);
          }
        },
        limit -> {
          try {
            return promise.get(limit.toNanos(), TimeUnit.NANOSECONDS) != null;
          } catch (TimeoutException e) {
            return false;
          }
        },
        () -> promise.set("v"),
        promise::waiting);
  }

  private static Scene stage() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    AtomicInteger waiting = new AtomicInteger(); // the stage still knows those who have gone
    SuspendablePredicate<Duration> awaits =
        limit -> {
          waiting.incrementAndGet();
          try {
            String value = limit == null ? Stages.await(stage) : Stages.await(stage, limit);
            return value.equals("v");
          } catch (TimeoutException e) {
            return false;
          } finally {
            waiting.decrementAndGet();
          }
        };
    return new Scene(
        Operation::nothing,
        () -> {
          if (!awaits.test(null)) {
            throw new AssertionError("another value");
          }
        },
        awaits,
        () -> stage.complete("v"),
        waiting::get);
  }

  private static Scene barrier() {
    Barrier barrier = new Barrier(2);
    return new Scene(
        Operation::nothing,
        barrier::await,
        limit -> {
          try {
            return barrier.await(limit) >= 0;
          } catch (BrokenBarrierException e) {
            return false;
          }
        },
        barrier::await,
        barrier::waiting,
        barrier::reset);
  }

  private static Scene take(TaskQueue<Integer> queue) {
    return new Scene(
        Operation::nothing,
        queue::take,
        limit -> queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS) != null,
        () -> queue.put(1),
        queue::waitingTakers);
  }

  private static Scene put(TaskQueue<Integer> queue) {
    return new Scene(
        () -> queue.put(0),
        () -> queue.put(1),
        limit -> queue.offer(1, limit.toNanos(), TimeUnit.NANOSECONDS),
        queue::take,
        queue::waitingPutters);
  }

  private static Scene join() {
    JoinableQueue<Integer> queue = new JoinableQueue<>();
    return new Scene(
        () -> queue.put(1), queue::join, queue::join, queue::taskDone, queue::waitingJoiners);
  }

  private static Scene receive(Channel<Integer> channel) {
    return new Scene(
        Operation::nothing,
        channel::receive,
        limit -> channel.receive(limit).isPresent(),
        () -> channel.send(1),
        channel::waitingReceivers);
  }

  private static Scene send(Channel<Integer> channel) {
    return new Scene(
        () -> {
          if (channel.capacity() > 0) {
            channel.send(0);
          }
        },
        () -> channel.send(1),
        limit -> channel.send(1, limit),
        channel::receive,
        channel::waitingSenders);
  }

  private static Scene selectReceive() {
    Channel<Integer> first = new Channel<>();
    Channel<Integer> second = new Channel<>();
    return select(
        () -> new Select<Boolean>().receive(first, value -> true).receive(second, value -> true),
        new Scene(
            Operation::nothing,
            Operation::nothing,
            limit -> true,
            () -> second.send(1),
            () -> Math.max(first.waitingReceivers(), second.waitingReceivers())));
  }

  private static Scene selectSend() {
    Channel<Integer> first = new Channel<>();
    Channel<Integer> second = new Channel<>();
    return select(
        () -> new Select<Boolean>().send(first, 1, () -> true).send(second, 2, () -> true),
        new Scene(
            Operation::nothing,
            Operation::nothing,
            limit -> true,
            first::receive,
            () -> Math.max(first.waitingSenders(), second.waitingSenders())));
  }

  private static Scene selectWhen() {
    Channel<Integer> channel = new Channel<>();
    Event event = new Event();
    return select(
        () -> new Select<Boolean>().receive(channel, value -> true).when(event, () -> true),
        new Scene(
            Operation::nothing,
            Operation::nothing,
            limit -> true,
            event::set,
            () -> Math.max(channel.waitingReceivers(), event.waiting())));
  }

  private static Scene select(Supplier<Select<Boolean>> select, Scene around) {
    SuspendableCallable<Boolean> late = () -> false;
    return new Scene(
        around.prepare(),
        () -> {
          Select<Boolean> own = select.get();
          if (!own.run()) {
            throw new AssertionError("there was no limit");
          }
        },
        (Duration limit) -> select.get().after(limit, late).run(),
        around.release(),
        around.waiting());
  }
}
