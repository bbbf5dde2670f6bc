package dev.weft.scheduling;

import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A task that waits until somebody else has initialised a class: its carrier seems to run, in plain
 * code, so that only time tells that it stands still.
 */
class InitializationIT {
  /** Long enough for the watch to have looked, and shorter than what it waits before it acts. */
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

  private static final CountDownLatch FIRST_BEGINS = new CountDownLatch(1);
  private static final CountDownLatch FIRST_IS_WANTED = new CountDownLatch(1);
  private static final CountDownLatch GO = new CountDownLatch(1);

  /** Initialised by a thread, for a while. */
  private static final class First {
    static {
      FIRST_BEGINS.countDown();
      await(FIRST_IS_WANTED);
      LockSupport.parkNanos(FIRST_NANOS);
    }

    static void touch() {}
  }

  /** Initialised by a task, until another one lets it. */
  private static final class Second {
    static {
      await(GO);
    }

    static void touch() {}
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it uses of the processor between two such waits is not much, but something. */
  @Test
  void twoClassesInitializedByOthers_theHubGoesOn() throws Exception {
    new Thread(First::touch).start();
    FIRST_BEGINS.await();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(ended));
    thread.setDaemon(true); // if the hub stands still, it does so for ever
    thread.start();
    ended.get(60, TimeUnit.SECONDS);
  }

  private static void run(CompletableFuture<Void> ended) {
    try {
      Hub.run(
          () -> {
            Hub hub = Hub.current().orElseThrow();
            Task<Void> initializer = Task.spawn(() -> Second.touch());
            while (hub.pinned() == 0) {
              Task.yieldNow();
            }
            Task<Void> stuck =
                Task.spawn(
                    () -> {
                      FIRST_IS_WANTED.countDown();
                      First.touch();
                      Second.touch();
                    });
            Task<Void> last = Task.spawn(() -> GO.countDown());
            last.join();
            stuck.join();
            initializer.join();
          });
      ended.complete(null);
    } catch (Throwable e) {
      ended.completeExceptionally(e);
    }
  }
}
