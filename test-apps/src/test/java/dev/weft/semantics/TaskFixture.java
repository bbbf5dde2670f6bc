package dev.weft.semantics;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Hub;
import dev.weft.hub.HubOptions;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A hub on a manual clock, and a log, for the rules of tasks. */
abstract class TaskFixture {
  static final Duration NO_TIME = Duration.ZERO;

  final List<Object> log = new ArrayList<>();
  final List<Throwable> uncaught = new ArrayList<>();
  final ManualClock clock = new ManualClock();

  /** The options of the hub that {@link #run} runs. */
  HubOptions options() {
    return Hub.with().clock(clock).uncaught((task, failure) -> uncaught.add(failure));
  }

  void run(SuspendableRunnable body) throws Exception {
    options().run(body);
  }

  /** A task whose result nobody looks at. */
  @Suspendable
  static void go(SuspendableRunnable body) {
    Task<Void> unused = Task.spawn(body);
  }

  /** A task that sleeps, and then returns its name. */
  @Suspendable
  static Task<String> sleeper(String name, long millis) {
    return Task.with()
        .name(name)
        .spawn(
            () -> {
              sleep(millis);
              return name;
            });
  }

  /** A task that sleeps, and then fails; nobody hears of it. */
  @Suspendable
  static Task<String> failing(RuntimeException failure, long millis) {
    SuspendableCallable<String> body =
        () -> {
          sleep(millis);
          throw failure;
        };
    return Task.with().unreported().spawn(body);
  }

  @Suspendable
  static void sleep(long millis) throws InterruptedException {
    Task.sleep(Duration.ofMillis(millis));
  }

  long millis() {
    return clock.elapsed().toMillis();
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

  static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  static List<String> names(List<? extends Task<?>> tasks) {
    return tasks.stream().map(Task::name).toList();
  }
}
