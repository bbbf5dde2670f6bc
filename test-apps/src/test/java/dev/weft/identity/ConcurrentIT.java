package dev.weft.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.junit.jupiter.api.Test;

/**
 * {@code java.util.concurrent} between tasks of one hub: each wait suspends, or the hub would wait
 * for itself; locks belong to tasks, not to their carrier.
 */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // orders and single waits are the subject
class ConcurrentIT {
  private final List<Object> log = new ArrayList<>();

  private static void run(SuspendableRunnable body) throws Exception {
    Hub.with().clock(new ManualClock()).run(body);
  }

  private static Task<Void> spawn(SuspendableRunnable body) {
    return Task.spawn(body);
  }

  // ---- owners --------------------------------------------------------------------------------

  @Test
  void h90_reentrantLock_heldAcrossASuspension_isNotReentered() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    run(
        () -> {
          List<Task<?>> tasks = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            int number = i;
            tasks.add(
                spawn(
                    () -> {
                      lock.lock();
                      lock.lock();
                      try {
                        log.add(number + " holds it " + lock.getHoldCount());
                        Task.sleep(Duration.ofSeconds(1));
                        log.add(number + " is owner " + lock.isHeldByCurrentThread());
                      } finally {
                        lock.unlock();
                        lock.unlock();
                      }
                    }));
          }
          Task.yieldNow();
          assertFalse(lock.tryLock());
          assertFalse(lock.isHeldByCurrentThread());
          Tasks.joinAll(tasks);
        });
    assertEquals(
        List.of(
            "0 holds it 2",
            "0 is owner true",
            "1 holds it 2",
            "1 is owner true",
            "2 holds it 2",
            "2 is owner true"),
        log);
  }

  @Test
  void h90_threadLocal_belongsToTheTask() throws Exception {
    ThreadLocal<String> local = ThreadLocal.withInitial(() -> "none");
    run(
        () -> {
          local.set("main");
          List<Task<?>> tasks = new ArrayList<>();
          for (String name : List.of("a", "b")) {
            tasks.add(
                spawn(
                    () -> {
                      log.add(local.get());
                      local.set(name);
                      Task.sleep(Duration.ofSeconds(1));
                      log.add(local.get());
                    }));
          }
          Tasks.joinAll(tasks);
          log.add(local.get());
        });
    assertEquals(List.of("none", "none", "a", "b", "main"), log);
  }

  @Test
  void h90_threadLocalsOfTheThread_areThoseOfItsMainTask() throws Exception {
    ThreadLocal<String> local = new ThreadLocal<>();
    local.set("before");
    run(
        () -> {
          log.add(local.get());
          Task.yieldNow();
          local.set("set by the main task");
          spawn(() -> log.add(local.get())).join();
        });
    log.add(local.get());
    local.remove();
    List<Object> expected = new ArrayList<>(List.of("before"));
    expected.add(null);
    expected.add("set by the main task");
    assertEquals(expected, log);
  }

  @Test
  void h90_inheritableThreadLocal_isInheritedWhenATaskIsMade() throws Exception {
    InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    run(
        () -> {
          local.set("parent");
          Task<Void> child =
              spawn(
                  () -> {
                    log.add(local.get());
                    local.set("child");
                    Task.yieldNow();
                    log.add(local.get());
                  });
          local.set("changed");
          child.join();
          log.add(local.get());
        });
    local.remove();
    assertEquals(List.of("parent", "child", "changed"), log);
  }

  // ---- synchronizers -------------------------------------------------------------------------

  @Test
  void condition_awaitSignal() throws Exception {
    Lock lock = new ReentrantLock();
    Condition condition = lock.newCondition();
    run(
        () -> {
          Task<Void> waiting =
              spawn(
                  () -> {
                    lock.lock();
                    try {
                      condition.await();
                      log.add("signalled");
                      log.add(condition.await(1, TimeUnit.SECONDS));
                    } finally {
                      lock.unlock();
                    }
                  });
          Task.yieldNow();
          lock.lock();
          try {
            condition.signal();
          } finally {
            lock.unlock();
          }
          waiting.join();
        });
    assertEquals(List.of("signalled", false), log);
  }

  /** Who is signalled needs the lock again, which somebody else may have taken meanwhile. */
  @Test
  void condition_lockTakenBetweenSignalAndWaking_waitsForItWithoutAThread() throws Exception {
    Lock lock = new ReentrantLock();
    Condition condition = lock.newCondition();
    Hub.with()
        .clock(new ManualClock())
        .onPinned(log::add)
        .run(
            () -> {
              Task<Void> waiting =
                  spawn(
                      () -> {
                        lock.lock();
                        condition.await();
                        log.add("has it again");
                        lock.unlock();
                      });
              Task.yieldNow();
              lock.lock();
              condition.signal();
              lock.unlock();
              lock.lock(); // before the other one had its turn
              Task.sleep(Duration.ofSeconds(1)); // which passes, if all others wait in the hub
              log.add("lets go");
              lock.unlock();
              waiting.join();
            });
    assertEquals(List.of("lets go", "has it again"), log);
  }

  @Test
  void readWriteLock_readersWaitForTheWriter() throws Exception {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    run(
        () -> {
          lock.writeLock().lock();
          Task<Void> first = reader(lock);
          Task<Void> second = reader(lock);
          Task.yieldNow();
          log.add("writing");
          lock.writeLock().unlock();
          first.join();
          second.join();
        });
    assertEquals(List.of("writing", "reading", "reading", "read", "read"), log);
  }

  private Task<Void> reader(ReentrantReadWriteLock lock) {
    return spawn(
        () -> {
          lock.readLock().lock();
          log.add("reading");
          Task.yieldNow();
          log.add("read");
          lock.readLock().unlock();
        });
  }

  @Test
  void stampedLock_readerWaitsForTheWriter() throws Exception {
    StampedLock lock = new StampedLock();
    run(
        () -> {
          long stamp = lock.writeLock();
          Task<Void> reader =
              spawn(
                  () -> {
                    long read = lock.readLock();
                    log.add("reading");
                    lock.unlockRead(read);
                  });
          Task.yieldNow();
          log.add("writing");
          lock.unlockWrite(stamp);
          reader.join();
        });
    assertEquals(List.of("writing", "reading"), log);
  }

  @Test
  void latchSemaphoreBarrierPhaserExchanger() throws Exception {
    run(
        () -> {
          CountDownLatch latch = new CountDownLatch(2);
          Task<Void> latched = spawn(latch::await);
          Task.yieldNow();
          latch.countDown();
          assertFalse(latched.isDone());
          latch.countDown();
          latched.get();

          Semaphore semaphore = new Semaphore(0);
          Task<Void> acquiring = spawn(semaphore::acquire);
          Task.yieldNow();
          assertTrue(semaphore.hasQueuedThreads());
          semaphore.release();
          acquiring.get();

          CyclicBarrier barrier = new CyclicBarrier(3, () -> log.add("all here"));
          List<Task<?>> tasks = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            tasks.add(Task.spawn(() -> barrier.await()));
          }
          Tasks.joinAll(tasks);

          Phaser phaser = new Phaser(2);
          Task<Integer> phase = Task.spawn(phaser::arriveAndAwaitAdvance);
          Task.yieldNow();
          assertFalse(phase.isDone());
          phaser.arrive();
          log.add(phase.get());

          Exchanger<String> exchanger = new Exchanger<>();
          Task<String> one = Task.spawn(() -> exchanger.exchange("1"));
          Task<String> two = Task.spawn(() -> exchanger.exchange("2"));
          log.add(one.get() + two.get());
        });
    assertEquals(List.of("all here", 1, "21"), log);
  }

  @Test
  void queues_handOverInOrder() throws Exception {
    for (BlockingQueue<Integer> queue :
        List.<BlockingQueue<Integer>>of(
            new ArrayBlockingQueue<>(1),
            new LinkedBlockingQueue<>(1),
            new LinkedBlockingDeque<>(1),
            new PriorityBlockingQueue<>(),
            new SynchronousQueue<>(),
            new SynchronousQueue<>(true),
            new LinkedTransferQueue<>())) {
      List<Integer> taken = new ArrayList<>();
      run(
          () -> {
            Task<Void> producer =
                spawn(
                    () -> {
                      for (int i = 0; i < 20; i++) {
                        queue.put(i);
                      }
                    });
            Task<Void> consumer =
                spawn(
                    () -> {
                      for (int i = 0; i < 20; i++) {
                        taken.add(queue.take());
                      }
                    });
            consumer.get();
            producer.get();
            assertEquals(null, queue.poll(1, TimeUnit.SECONDS));
          });
      assertEquals(20, taken.size(), queue.getClass()::getName);
      for (int i = 0; i < 20; i++) {
        assertEquals(i, taken.get(i), queue.getClass()::getName);
      }
    }
  }

  @Test
  void futures_fromAThread() throws Exception {
    FutureTask<Integer> future = new FutureTask<>(() -> 42);
    CompletableFuture<Integer> completable = new CompletableFuture<>();
    run(
        () -> {
          Task<Integer> first = Task.spawn(() -> future.get());
          Task<Integer> second = Task.spawn(() -> completable.join());
          Task.yieldNow();
          Thread thread =
              new Thread(
                  () -> {
                    future.run();
                    completable.complete(43);
                  });
          thread.start();
          assertEquals(42, first.get());
          assertEquals(43, second.get());
        });
  }
}
