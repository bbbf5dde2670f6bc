package dev.weft.it.targets.threads;

import java.util.ArrayList;
import java.util.List;

/** What programs do with monitors that are held for a while. */
public final class MonitorCases {
  private static final int THREADS = 8;
  private static int shared;

  private int own;

  private MonitorCases() {}

  /** Runs all of them. */
  public static void main(String[] arguments) throws Exception {
    blocks();
    methods();
    reentrance();
    exceptions();
    holders();
    inConstructor();
  }

  // ---- exclusion -----------------------------------------------------------------------------

  private static void all(Say.Step step) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Say.start("worker-" + i, step));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void blocks() throws Exception {
    Object lock = new Object();
    int[] count = {0};
    all(
        () -> {
          for (int i = 0; i < 50; i++) {
            synchronized (lock) {
              int seen = count[0];
              Thread.yield();
              if (i % 25 == 0) {
                Thread.sleep(1);
              }
              count[0] = seen + 1;
            }
          }
        });
    synchronized (lock) {
      Say.line("blocks", count[0]);
    }
  }

  private synchronized void increment() throws InterruptedException {
    int seen = own;
    Thread.sleep(1);
    own = seen + 1;
  }

  private static synchronized int incrementShared(int by) throws InterruptedException {
    int seen = shared;
    Thread.sleep(1);
    shared = seen + by;
    return shared - seen;
  }

  private static void methods() throws Exception {
    MonitorCases cases = new MonitorCases();
    all(
        () -> {
          for (int i = 0; i < 5; i++) {
            cases.increment();
            synchronized (cases) { // the same monitor
              cases.own++;
            }
            if (incrementShared(2) != 2) {
              Say.line("not exclusive");
            }
            synchronized (MonitorCases.class) {
              shared++;
            }
          }
        });
    Say.line("methods", cases.own, shared);
  }

  private synchronized int down(int n) throws InterruptedException {
    if (n == 0) {
      Thread.sleep(1);
      return own;
    }
    own++;
    int result = down(n - 1);
    synchronized (this) {
      return own == result ? result : -1;
    }
  }

  private static void reentrance() throws Exception {
    MonitorCases cases = new MonitorCases();
    all(() -> cases.down(10));
    Say.line("reentrance", cases.own);
  }

  private synchronized void fail() throws InterruptedException {
    Thread.sleep(1);
    throw new IllegalStateException("in a synchronized method");
  }

  private static void exceptions() throws Exception {
    MonitorCases cases = new MonitorCases();
    int[] caught = {0};
    all(
        () -> {
          try {
            cases.fail();
          } catch (IllegalStateException e) {
            synchronized (cases) {
              caught[0]++;
            }
          }
          try {
            synchronized (cases) {
              Thread.sleep(1);
              throw new IllegalArgumentException("in a block");
            }
          } catch (IllegalArgumentException e) {
            synchronized (cases) {
              caught[0]++;
            }
          }
        });
    Say.line("exceptions", caught[0]);
  }

  private static void holders() throws Exception {
    StringBuffer unnamed = new StringBuffer(); // locks itself, in the JDK's code
    all(
        () -> {
          synchronized (unnamed) {
            unnamed.append('x');
          }
        });
    Say.line(unnamed);
  }

  /** A constructor cannot be suspended, and waits as a thread does. */
  private static final class Registered {
    private static int count;
    private final int number;

    Registered() throws InterruptedException {
      synchronized (Registered.class) {
        Thread.sleep(1);
        number = ++count;
      }
    }
  }

  private static void inConstructor() throws Exception {
    all(() -> Say.body(() -> check(new Registered().number)).run());
    Say.line("registered", Registered.count);
  }

  private static void check(int number) {
    if (number < 1 || number > THREADS) {
      Say.line("number", number);
    }
  }
}
