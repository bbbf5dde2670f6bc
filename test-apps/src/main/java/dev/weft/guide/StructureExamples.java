package dev.weft.guide;

import static dev.weft.guide.TaskExamples.fetch;
import static dev.weft.guide.TaskExamples.fetchQuietly;

import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Outcome;
import dev.weft.hub.Pool;
import dev.weft.hub.Task;
import dev.weft.hub.TaskGroup;
import dev.weft.hub.TaskGroupException;
import dev.weft.hub.Tasks;
import dev.weft.hub.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Tasks that belong together. */
public final class StructureExamples {
  private StructureExamples() {}

  public static void several() throws Exception {
    // example: several
    Hub.run(
        () -> {
          Task<Integer> slow = Task.spawn(() -> fetchQuietly(100));
          Task<Integer> fast = Task.spawn(() -> fetchQuietly(10));
          for (Task<Integer> task : Tasks.asCompleted(List.of(slow, fast))) {
            System.out.println("first come: " + task.result());
          }
          System.out.println("all: " + Tasks.gather(slow, fast)); // throws the first failure
          Task<Integer> failing =
              Task.with().unreported().spawn(() -> Integer.parseInt("not a number"));
          for (Outcome<Integer> outcome : Tasks.settle(List.of(slow, failing))) {
            System.out.println(outcome.isSuccess() ? outcome.value() : outcome.exception());
          }
          List<Task<Integer>> mirrors =
              List.of(Task.spawn(() -> fetchQuietly(200)), Task.spawn(() -> fetchQuietly(20)));
          System.out.println("the fastest: " + Tasks.race(mirrors)); // kills the others
        });
    // end
  }

  public static void group() throws Exception {
    // example: group
    Hub.run(
        () -> {
          int sum =
              TaskGroup.call(
                  group -> {
                    Task<Integer> a = group.spawn(() -> fetchQuietly(10));
                    Task<Integer> b = group.spawn(() -> fetchQuietly(20));
                    return a.result() + b.result();
                  }); // both have ended here, whatever happened
          System.out.println(sum);
        });
    // end
  }

  public static void failingGroup() throws Exception {
    // example: failing-group
    Hub.run(
        () -> {
          try {
            TaskGroup.run(
                group -> {
                  group.spawn(
                      () -> {
                        try {
                          Task.sleep(Duration.ofDays(1));
                        } finally {
                          System.out.println("the other one cleans up");
                        }
                      });
                  group.spawn(
                      () -> {
                        Task.sleep(Duration.ofMillis(10));
                        throw new IllegalStateException("no such page");
                      });
                });
          } catch (TaskGroupException e) {
            System.out.println(e.failures());
          }
        });
    // end
  }

  public static void deadline() throws Exception {
    // example: deadline
    Hub.run(
        () -> {
          try {
            TaskGroup.call(
                Duration.ofMillis(20),
                group -> group.spawn(() -> fetch("very slow", 60_000)).result());
          } catch (TimeoutException e) {
            System.out.println("gave up after " + e.getMessage());
          }
        });
    // end
  }

  public static void pool() throws Exception {
    // example: pool
    Hub.with()
        .clock(new ManualClock()) // the times below are exact: see "Time in tests"
        .run(
            () -> {
              try (Pool pool = Pool.of(2)) { // two at a time
                pool.applyAsync(
                    () -> fetchQuietly(10), millis -> System.out.println("called back: " + millis));
                System.out.println(pool.map(millis -> fetchQuietly(millis), List.of(30, 10, 20)));
                for (int millis :
                    pool.imapUnordered(millis -> fetchQuietly(millis), List.of(200, 10, 10))) {
                  System.out.println("done: " + millis); // as they come; imap keeps the order
                }
              } // what still runs is killed
            });
    // end
  }

  public static void shield() throws Exception {
    // example: shield
    Hub.run(
        () -> {
          int length =
              Timeout.callOrElse(
                  Duration.ofMillis(10), -1, () -> Tasks.shield(() -> fetch("invoice", 30)));
          System.out.println(length); // the wait has ended, the work goes on
          Hub.current().orElseThrow().join();
        });
    // end
  }
}
