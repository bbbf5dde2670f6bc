package dev.weft.it.targets.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Ten thousand threads that sleep at the same time: more than many systems let a program have. */
public final class ManyThreads {
  private static final int COUNT = 10_000;

  private ManyThreads() {}

  /** Prints what they came to, and how many threads the JVM had at most. */
  public static void main(String[] arguments) throws Exception {
    ReentrantLock lock = new ReentrantLock();
    long[] sum = {0};
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                Say.pause(100 + number % 100);
                lock.lock();
                try {
                  sum[0] += number;
                } finally {
                  lock.unlock();
                }
              },
              "sleeper-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Say.line(sum[0], threads.get(COUNT - 1).getState());
    System.err.println(
        "most " + java.lang.management.ManagementFactory.getThreadMXBean().getPeakThreadCount());
  }
}
