package dev.weft.semantics;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Tasks on one hub with a manual clock, and what they write down. */
abstract class WaitingFixture {
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration HOUR = Duration.ofHours(1);

  final List<Object> log = new ArrayList<>();
  final ManualClock clock = new ManualClock();

  final void run(SuspendableRunnable body) throws Exception {
    Hub.with().clock(clock).uncaught((task, failure) -> log.add("uncaught " + failure)).run(body);
  }

  /** Lets all tasks that are ready run until they wait. */
  @Suspendable
  static void settle() throws InterruptedException {
    Task.sleep(Duration.ofNanos(1)); // the clock jumps when nothing is ready
  }

  /** Spawns a task that writes its name down when {@code body} has returned. */
  final void spawn(String name, SuspendableRunnable body) {
    Task<Void> ignored =
        Task.with()
            .name(name)
            .spawn(
                () -> {
                  body.run();
                  log.add(name);
                });
  }

  /** A task that lets the failure of {@code body} be asked for. */
  static Task<Void> failing(SuspendableRunnable body) {
    return Task.with().unreported().spawn(body);
  }

  /** Runs {@code body} to its end on a thread of its own. */
  static void onThread(SuspendableRunnable body) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    thread.start();
    thread.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }
}
