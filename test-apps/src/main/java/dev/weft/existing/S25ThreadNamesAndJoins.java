package dev.weft.existing;

import java.util.concurrent.CountDownLatch;

/**
 * S25: to name threads, to wait for them one by one, and those that nobody waits for: a daemon ends
 * with the program.
 */
public final class S25ThreadNamesAndJoins {
  private S25ThreadNamesAndJoins() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread background =
        new Thread(
            () -> {
              begun.countDown();
              work(1_000_000);
            },
            "background");
    background.setDaemon(true);
    background.start();
    begun.await();
    Thread first = new Thread(() -> work(1), "one");
    first.start();
    first.join();
    System.out.println(first.getName() + " has ended");
    CountDownLatch joined = new CountDownLatch(1);
    Thread second =
        new Thread(
            () -> {
              await(joined);
              work(1);
            });
    second.setName("two");
    second.start();
    second.join(Seconds.millis(0.5));
    System.out.println("joined for a moment, alive: " + second.isAlive());
    joined.countDown();
    second.join();
    System.out.println("nobody waits for background, daemon: " + background.isDaemon());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void work(int seconds) {
    String name = Thread.currentThread().getName();
    if (seconds < 10) {
      System.out.println(name + " begins");
    }
    Seconds.sleep(seconds);
    System.out.println(name + " goes on");
  }
}
