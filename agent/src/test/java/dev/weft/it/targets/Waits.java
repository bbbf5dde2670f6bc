package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits of tasks on a manual clock. */
public final class Waits {
  private Waits() {}

  /** How long a hub's time took in which tasks slept for days, and waited for one another. */
  public static Duration days() throws Exception {
    ManualClock clock = new ManualClock();
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              CompletableFuture<String> future = new CompletableFuture<>();
              Task<Void> slow =
                  Task.spawn(
                      () -> {
                        TimeUnit.DAYS.sleep(2);
                        future.complete("value");
                      });
              try {
                future.get(1, TimeUnit.DAYS);
                throw new IllegalStateException("completed too early");
              } catch (TimeoutException e) {
                future.join();
              }
              Thread.sleep(TimeUnit.DAYS.toMillis(1));
              slow.join();
            });
    return clock.elapsed();
  }

  /** What a task waits for, as a dump says it, by method. */
  public static List<String> names() throws Exception {
    return Hub.call(
        () -> {
          Task<Object> sleeping = Task.spawn(() -> sleepLong());
          Task<Object> completing = Task.spawn(() -> new CompletableFuture<>().get());
          Task<Object> running = Task.spawn(() -> new FutureTask<>(() -> "").get());
          Task.yieldNow();
          return List.of(name(sleeping), name(completing), name(running));
        });
  }

  @Suspendable
  private static Object sleepLong() throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
    return "slept";
  }

  private static String name(Task<?> task) {
    return task.waitsFor().orElseThrow().toString().replaceAll("[@0-9a-f]{5,}", "#");
  }
}
