package dev.weft.meetings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.channel.FifoQueue;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.sync.Mutex;
import dev.weft.sync.Promise;
import dev.weft.sync.ReentrantMutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/**
 * Code that knows only the interfaces of {@code java.util.concurrent}: with Weft's types behind
 * them its tasks suspend, where a blocked hub would wait for itself.
 */
class JdkInterfacesIT {
  private final List<Object> log = new ArrayList<>();
  private final ManualClock clock = new ManualClock();

  private void run(SuspendableRunnable body) throws Exception {
    Hub.with().clock(clock).run(body);
  }

  private void spawn(SuspendableRunnable body) {
    Task<Void> ignored = Task.spawn(body);
  }

  @Suspendable
  private void oneAfterTheOther(Lock lock, String name) throws InterruptedException {
    lock.lock();
    try {
      log.add(name + " has it");
      Task.sleep(Duration.ofSeconds(1));
    } finally {
      lock.unlock();
    }
    log.add(name + " " + lock.tryLock(1, TimeUnit.MILLISECONDS));
  }

  @Test
  void lock_throughItsInterface_suspends() throws Exception {
    for (Lock lock : List.of(new Mutex(), new ReentrantMutex())) {
      log.clear();
      run(
          () -> {
            spawn(() -> oneAfterTheOther(lock, "a"));
            spawn(() -> oneAfterTheOther(lock, "b"));
            Task.sleep(Duration.ofHours(1));
          });
      assertEquals(List.of("a has it", "b has it", "a false", "b true"), log);
    }
  }

  @Test
  void condition_throughItsInterface_suspends() throws Exception {
    Lock lock = new ReentrantMutex();
    Condition condition = lock.newCondition();
    run(
        () -> {
          spawn(
              () -> {
                lock.lockInterruptibly();
                try {
                  while (log.isEmpty()) {
                    condition.await();
                  }
                  log.add("woken");
                } finally {
                  lock.unlock();
                }
              });
          Task.yieldNow();
          lock.lock();
          try {
            log.add("signal");
            condition.signalAll();
          } finally {
            lock.unlock();
          }
          Task.sleep(Duration.ofSeconds(1));
        });
    assertEquals(List.of("signal", "woken"), log);
  }

  @Suspendable
  private static String takeTwo(BlockingQueue<String> queue) throws InterruptedException {
    return queue.take() + queue.poll(1, TimeUnit.SECONDS);
  }

  @Test
  void blockingQueue_throughItsInterface_suspends_orIsTheJdks() throws Exception {
    BlockingQueue<String> jdks = new LinkedBlockingQueue<>(List.of("a", "b"));
    FifoQueue<String> ours = new FifoQueue<>(1);
    run(
        () -> {
          log.add(takeTwo(jdks));
          Task<String> taker = Task.spawn(() -> takeTwo(ours));
          Task.yieldNow();
          BlockingQueue<String> sameQueue = ours;
          sameQueue.put("c");
          sameQueue.put("d");
          log.add(taker.result());
        });
    assertEquals(List.of("ab", "cd"), log);
  }

  @Suspendable
  private static <T> T get(Future<T> future) throws Exception {
    return future.get();
  }

  @Test
  void future_throughItsInterface_suspends() throws Exception {
    Promise<String> promise = new Promise<>();
    run(
        () -> {
          Task<String> later =
              Task.spawn(
                  () -> {
                    Task.sleep(Duration.ofSeconds(1));
                    promise.set("p");
                    return "t";
                  });
          log.add(get(promise) + get(later));
        });
    assertEquals(List.of("pt"), log);
  }
}
