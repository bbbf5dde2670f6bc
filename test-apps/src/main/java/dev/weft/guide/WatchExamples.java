package dev.weft.guide;

import dev.weft.Suspendable;
import dev.weft.debug.HubBean;
import dev.weft.debug.SwitchCheck;
import dev.weft.debug.ThreadDump;
import dev.weft.hub.BlockedHub;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.sync.Mutex;
import dev.weft.sync.Promise;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** What goes on in a hub, and how it ends. */
public final class WatchExamples {
  private WatchExamples() {}

  public static void dump() throws Exception {
    // example: dump
    Hub.with()
        .name("example")
        .run(
            () -> {
              Mutex printer = new Mutex("printer");
              printer.lock();
              for (int i = 0; i < 1_000; i++) {
                Task.spawn(() -> printer.lock());
              }
              Task.with().name("cleaner").spawn(() -> Task.sleep(Duration.ofDays(1)));
              Task.yieldNow();
              String dump = Hub.current().orElseThrow().dump();
              dump.lines()
                  .filter(line -> !line.strip().startsWith("at "))
                  .forEach(System.out::println);
            });
    // end
  }

  public static void check() throws Exception {
    Hub.run(
        () -> {
          // example: check
          SwitchCheck.any()
              .run(() -> Task.sleep(Duration.ofMillis(1))); // it must stop once, at least
          SwitchCheck often = SwitchCheck.hubOnly().within(Duration.ofMillis(50));
          try {
            often.run(() -> computeFor(500));
          } catch (AssertionError e) {
            System.out.println(e.getMessage().replaceAll(" for .* seconds,", ""));
          }
          // end
        });
  }

  public static void json() throws Exception {
    // example: json
    Hub.run(
        () -> {
          Task.with().name("cleaner").spawn(() -> Task.sleep(Duration.ofDays(1)));
          Task.yieldNow();
          String json = ThreadDump.json(List.of(Hub.current().orElseThrow()));
          System.out.println(json.contains("\"name\": \"cleaner\""));
        });
    // end
  }

  public static void jmx() throws Exception {
    // example: jmx
    Hub.run(
        () -> {
          try (HubBean bean = HubBean.register(Hub.current().orElseThrow())) {
            Task.spawn(() -> Task.sleep(Duration.ofDays(1)));
            System.out.println(
                ManagementFactory.getPlatformMBeanServer().getAttribute(bean.name(), "Tasks"));
          }
        });
    // end
  }

  public static void circles() throws Exception {
    // example: circles
    Hub.run(
        () -> {
          Mutex left = new Mutex("left");
          Mutex right = new Mutex("right");
          Task.with().name("one").spawn(() -> lockBoth(left, right));
          Task.with().name("two").spawn(() -> lockBoth(right, left));
          Task.sleep(Duration.ofMillis(200)); // this task lives, so nothing is raised
          for (List<Task<?>> circle : Hub.current().orElseThrow().findDeadlocks()) {
            circle.forEach(System.out::println);
          }
        });
    // end
  }

  // example: lock-both
  @Suspendable
  static void lockBoth(Mutex first, Mutex second) throws InterruptedException {
    first.lock();
    try {
      Task.sleep(Duration.ofMillis(10));
      second.lock();
      try {
        System.out.println("has both");
      } finally {
        second.unlock();
      }
    } finally {
      first.unlock();
    }
  }

  // end

  public static void monitor() throws Exception {
    // example: monitor
    Promise<BlockedHub> caught = new Promise<>();
    Hub.with()
        .monitor(Duration.ofMillis(50), caught::complete) // without a handler it is printed
        .run(
            () -> {
              Task<Void> greedy = Task.with().name("greedy").spawn(() -> computeFor(500));
              greedy.join();
            });
    BlockedHub report = caught.result();
    System.out.println(report.task().orElseThrow().name() + " in " + report.culprit());
    // end
  }

  // example: compute
  private static void computeFor(int millis) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < millis * 1_000_000L) {
      // computes
    }
  }

  // end

  // example: copy
  @Suspendable
  static void copy(String file, int rows) throws InterruptedException {
    for (int row = 1; row <= rows; row++) {
      Task.sleep(Duration.ofMillis(1)); // in the place of work
    }
    System.out.println(file + " is copied");
  }

  // end

  public static void variables() throws Exception {
    // example: variables
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              Task.spawn(() -> copy("orders.csv", 5_000));
              Task.sleep(Duration.ofSeconds(2));
              String dump = Hub.current().orElseThrow().dump();
              dump.lines()
                  .map(String::strip)
                  .filter(line -> line.startsWith("where "))
                  .forEach(System.out::println);
            });
    // end
  }

  public static void shutdown() throws Exception {
    // example: shutdown
    Hub.run(
        () -> {
          Hub hub = Hub.current().orElseThrow();
          Task.spawn(
              () -> {
                try {
                  Task.sleep(Duration.ofDays(1));
                } finally {
                  Task.sleep(Duration.ofMillis(10)); // cleaning up may wait
                  System.out.println("saved");
                }
              });
          Task.yieldNow(); // lets it begin: what has not begun never will
          new Thread(hub::shutdown).start(); // any thread
          try {
            Task.sleep(Duration.ofDays(1));
          } finally {
            System.out.println("the main task stops");
          }
        });
    System.out.println("over");
    // end
  }
}
