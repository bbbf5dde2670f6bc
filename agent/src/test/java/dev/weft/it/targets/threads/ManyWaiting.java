package dev.weft.it.targets.threads;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Two thousand threads that wait in, and for, monitors at the same time. */
public final class ManyWaiting {
  private static final int COUNT = 2_000;

  private ManyWaiting() {}

  /** Prints what they came to, and how many threads the JVM had at most. */
  public static void main(String[] arguments) throws Exception {
    Object gate = new Object();
    Object turn = new Object();
    boolean[] open = {false};
    int[] waiting = {0};
    long[] sum = {0};
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                pass(gate, open, waiting);
                synchronized (turn) {
                  long seen = sum[0];
                  Thread.yield();
                  sum[0] = seen + number;
                }
              });
      threads.add(thread);
      thread.start();
    }
    synchronized (gate) {
      while (waiting[0] < COUNT) {
        gate.wait();
      }
      open[0] = true;
      gate.notifyAll();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Say.line(sum[0]);
    System.err.println("most " + ManagementFactory.getThreadMXBean().getPeakThreadCount());
  }

  private static void pass(Object gate, boolean[] open, int[] waiting) {
    synchronized (gate) {
      if (++waiting[0] == COUNT) {
        gate.notifyAll();
      }
      while (!open[0]) {
        try {
          gate.wait();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
