package dev.weft.it.targets.threads;

import java.util.concurrent.CountDownLatch;

/** When the JVM ends, and how: T3, S26. The first argument says which case. */
public final class ExitCases {
  private ExitCases() {}

  /** Runs one case. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "waits" -> waits();
      case "daemon" -> daemon();
      case "children" -> children();
      case "alternating" -> alternating();
      case "exit" -> exit();
      case "mainFails" -> mainFails();
      case "threadFails" -> threadFails();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** It waits for threads, and those that they start, when nobody joins them. */
  private static void waits() {
    Say.start(
        "first",
        () -> {
          Thread.sleep(50);
          Say.line("first ends");
          Say.start(
              "second",
              () -> {
                Thread.sleep(50);
                Say.line("second ends");
              });
        });
    Say.line("main ends");
  }

  /** It does not wait for daemons, and does not let them clean up. */
  private static void daemon() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread daemon =
        new Thread(
            Say.body(
                () -> {
                  begun.countDown();
                  try {
                    Thread.sleep(1_000_000);
                  } finally {
                    Say.line("not to be printed");
                  }
                }));
    daemon.setDaemon(true);
    daemon.start();
    begun.await();
    Say.start("last", () -> Thread.sleep(20)).join();
    Say.line("main ends");
  }

  /** The children of a daemon are daemons: S26. */
  private static void children() throws Exception {
    Thread main =
        new Thread(
            Say.body(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    int number = i;
                    Thread child =
                        Say.start(
                            "child",
                            () -> {
                              Say.line(number, Thread.currentThread().isDaemon());
                              Thread.sleep(1_000_000);
                            });
                    child.join(20);
                  }
                  Thread.sleep(1_000_000);
                }));
    main.setDaemon(true);
    main.start();
    main.join(2_000);
    Say.line("main ends");
  }

  /** At times none lives. */
  private static void alternating() throws Exception {
    int[] count = {0};
    for (int i = 0; i < 200; i++) {
      Thread thread = Say.start("t" + i, () -> count[0]++);
      thread.join();
    }
    Say.line(count[0]);
    Say.start("last", () -> Say.line("last"));
  }

  /** A thread ends the JVM; its hooks run, woven or not, while the others are left as they are. */
  private static void exit() throws Exception {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  Say.pause(5);
                  Say.line("hook", Say.isTask());
                }));
    Say.start(
        "other",
        () -> {
          try {
            Thread.sleep(1_000_000);
          } finally {
            Say.line("not to be printed");
          }
        });
    Say.start("ends it", () -> System.exit(7));
    Thread.sleep(1_000_000);
  }

  /** The status is that of main, and the threads end first. */
  private static void mainFails() {
    Say.start(
        "thread",
        () -> {
          Thread.sleep(50);
          Say.line("thread ends");
        });
    throw new IllegalStateException("main fails");
  }

  /** A thread's failure is its own. */
  private static void threadFails() throws Exception {
    Thread thread =
        new Thread(
            () -> {
              throw new IllegalStateException("thread fails");
            },
            "fails");
    thread.start();
    thread.join();
    Say.line("main ends");
  }
}
