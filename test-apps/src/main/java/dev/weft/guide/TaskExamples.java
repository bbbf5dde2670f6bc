package dev.weft.guide;

import dev.weft.Suspendable;
import dev.weft.generator.Generator;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ManualClock;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Task;
import dev.weft.hub.TaskLocal;
import dev.weft.hub.TaskLocals;
import dev.weft.hub.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Hubs and tasks. */
public final class TaskExamples {
  // example: user
  private static final TaskLocal<String> USER = TaskLocal.withInitial(() -> "nobody");

  // end

  private TaskExamples() {}

  // example: fetch
  @Suspendable
  static int fetch(String page, int millis) throws InterruptedException {
    System.out.println("fetching " + page);
    Task.sleep(Duration.ofMillis(millis)); // only this task waits
    System.out.println("fetched " + page);
    return page.length();
  }

  // end

  public static void prepared() throws Exception {
    // example: prepared
    Hub.run(
        () -> {
          Task<Integer> task =
              Task.with()
                  .name("the answer")
                  .delay(Duration.ofMillis(10)) // begins then
                  .spawn(() -> 42);
          task.linkValue(value -> System.out.println("linked: " + value)); // when it has ended
          System.out.println(task);
          task.join();
          System.out.println(task + ": " + task.resultNow());
          Task.yieldNow(); // links are called by a task of their own
        });
    // end
  }

  public static void failures() throws Exception {
    // example: failures
    Hub.run(
        () -> {
          Task<String> failing =
              Task.with()
                  .unreported()
                  .spawn(
                      () -> {
                        Task.yieldNow();
                        throw new IllegalStateException("no such page");
                      });
          try {
            System.out.println(failing.result());
          } catch (IllegalStateException e) {
            System.out.println("failed: " + e.getMessage());
          }
        });
    // end
  }

  public static void uncaught() throws Exception {
    // example: uncaught
    Hub.with()
        .uncaught((task, failure) -> System.out.println(task.name() + ": " + failure.getMessage()))
        .run(
            () -> {
              Task.with()
                  .name("indexer")
                  .spawn(
                      () -> {
                        throw new IllegalStateException("disk full");
                      });
              Task.yieldNow();
              System.out.println("the others go on");
            });
    // end
  }

  public static void killing() throws Exception {
    // example: killing
    Hub.run(
        () -> {
          Task<Void> ticker =
              Task.spawn(
                  () -> {
                    try {
                      while (true) {
                        System.out.println("tick");
                        Task.sleep(Duration.ofDays(1));
                      }
                    } finally {
                      System.out.println("stopped");
                    }
                  });
          Task.yieldNow(); // lets it begin
          ticker.kill(); // returns when it has ended
          System.out.println(ticker);
        });
    // end
  }

  public static void timeouts() throws Exception {
    // example: timeouts
    Hub.run(
        () -> {
          try {
            Timeout.call(Duration.ofMillis(20), () -> fetch("very slow", 60_000));
          } catch (TimeoutException e) {
            System.out.println("gave up after " + e.getMessage());
          }
          int length = Timeout.callOrElse(Duration.ofMillis(20), -1, () -> fetch("too", 60_000));
          System.out.println(length);
        });
    // end
  }

  public static void manualClock() throws Exception {
    // example: manual-clock
    ManualClock clock = new ManualClock();
    Hub.with()
        .clock(clock)
        .run(
            () -> {
              Task.sleep(Duration.ofDays(3)); // takes no time at all
              System.out.println(clock.elapsed().toDays() + " days later");
            });
    // end
  }

  public static void deadlock() throws Exception {
    // example: deadlock
    try {
      Hub.with()
          .name("example")
          .run(
              () -> {
                List<Task<Void>> tasks = new ArrayList<>();
                tasks.add(Task.with().name("hen").spawn(() -> tasks.get(1).join()));
                tasks.add(Task.with().name("egg").spawn(() -> tasks.get(0).join()));
                tasks.get(0).join();
              });
    } catch (DeadlockException e) {
      e.getMessage().lines().filter(line -> line.startsWith("  Task")).forEach(System.out::println);
    }
    // end
  }

  public static void locals() throws Exception {
    // example: locals
    Hub.run(
        () -> {
          USER.set("ada");
          System.out.println(Task.spawn(() -> USER.get()).result()); // a copy
          System.out.println(
              Task.with().locals(TaskLocals.Inheritance.EMPTY).spawn(() -> USER.get()).result());
        });
    // end
  }

  public static void inAGenerator() throws Exception {
    // example: in-a-generator
    Hub.run(
        () -> {
          Generator<String, Void, Void> pages =
              Generator.of(
                  yielder -> {
                    yielder.yieldValue("page " + fetch("first", 10));
                    yielder.yieldValue("page " + fetch("second", 10));
                  });
          Task.spawn(() -> System.out.println("others run while the generator waits"));
          for (String page : pages.iterable()) {
            System.out.println(page);
          }
        });
    // end
  }

  public static void cores() throws Exception {
    // example: cores
    try (HubGroup group = HubGroup.start(2)) {
      Task<Integer> a = group.spawnOn(0, () -> fetchQuietly(10));
      Task<Integer> b = group.spawnOn(1, () -> fetchQuietly(20));
      System.out.println(a.get() + b.get()); // a plain thread waits here
    }
    try (ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      List<Task<Integer>> tasks = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        int millis = i;
        tasks.add(scheduler.spawn(() -> fetchQuietly(millis)));
      }
      int sum = 0;
      for (Task<Integer> task : tasks) {
        sum += task.get();
      }
      System.out.println(sum);
    }
    // end
  }

  // example: fetch-quietly
  @Suspendable
  static int fetchQuietly(int millis) throws InterruptedException {
    Task.sleep(Duration.ofMillis(millis));
    return millis;
  }

  // end
}
