package dev.weft.world;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.generator.Generator;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.plain.Carriers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A hub on a manual clock, and a log. */
abstract class WorldFixture {
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration HOUR = Duration.ofHours(1);

  final List<Object> log = Collections.synchronizedList(new ArrayList<>());
  final ManualClock clock = new ManualClock();

  final void run(SuspendableRunnable body) throws Exception {
    Hub.with().clock(clock).uncaught((task, failure) -> log.add("uncaught " + failure)).run(body);
  }

  /** A task whose result nobody looks at. */
  static void go(SuspendableRunnable body) {
    Task<Void> ignored = Task.spawn(body);
  }

  /** Lets all tasks that are ready run until they wait. */
  @Suspendable
  static void settle() throws InterruptedException {
    Task.sleep(Duration.ofNanos(1)); // the clock jumps when nothing is ready
  }

  /** What {@code body} throws; null when it does not. JUnit's own way would pin the task. */
  @Suspendable
  static Throwable thrownBy(SuspendableRunnable body) {
    try {
      body.run();
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  /** Runs {@code action} on a daemon thread once the current thread is parked. */
  @SuppressWarnings("ThreadPriorityCheck") // nobody tells that a thread is parked
  static Thread onceParked(Runnable action) {
    Thread carrier = Carriers.current();
    Thread daemon =
        new Thread(
            () -> {
              while (carrier.getState() != Thread.State.WAITING
                  && carrier.getState() != Thread.State.TIMED_WAITING) {
                Thread.yield();
              }
              action.run();
            });
    daemon.setDaemon(true);
    daemon.start();
    return daemon;
  }

  /** The numbers from 1 on; notes each that it makes, and its end. */
  final Generator<Integer, Void, Void> upTo(int last) {
    return Generator.of(
        yielder -> {
          try {
            for (int i = 1; i <= last; i++) {
              log.add("make " + i);
              yielder.yieldValue(i);
            }
          } finally {
            log.add("closed");
          }
        });
  }

  /** The hub of the calling task. */
  static Hub hub() {
    return Hub.current().orElseThrow();
  }
}
