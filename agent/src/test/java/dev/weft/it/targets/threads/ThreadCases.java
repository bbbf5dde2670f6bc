package dev.weft.it.targets.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** The life of threads, as a program sees it: the same, whatever runs them. */
public final class ThreadCases {
  private ThreadCases() {}

  /** Runs all of them. */
  public static void main(String[] arguments) throws Exception {
    life();
    subclasses();
    joins();
    interrupts();
    interruptOutsideOfLife();
  }

  private static void life() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Thread[] seen = new Thread[1];
    Thread thread =
        new Thread(
            Say.body(
                () -> {
                  seen[0] = Thread.currentThread();
                  Say.line("runs", seen[0], seen[0].isAlive(), seen[0].getState());
                  begun.countDown();
                  go.await();
                }),
            "alice");
    thread.setPriority(3);
    Say.line(thread, thread.getState(), thread.isAlive(), thread.isDaemon());
    thread.start();
    begun.await();
    Say.line(thread.isAlive(), thread.getThreadGroup().getName());
    expect(thread::start);
    expect(() -> thread.setDaemon(true));
    go.countDown();
    thread.join();
    Say.line(thread == seen[0], thread.isAlive(), thread.getState(), thread.getThreadGroup());
    Say.line(thread, thread.getStackTrace().length);
    expect(thread::start);
    Thread renamed = new Thread(Say.body(() -> Thread.currentThread().setName("bob")));
    renamed.start();
    renamed.join();
    Say.line(renamed.getName());
    Thread empty = new Thread("empty");
    empty.start();
    empty.join();
    Say.line(empty.getState());
  }

  private static void expect(Runnable wrong) {
    try {
      wrong.run();
      Say.line("nothing was thrown");
    } catch (RuntimeException e) {
      Say.line(e);
    }
  }

  private static class Counter extends Thread {
    private final int times;
    private int count;

    Counter(String name, int times) {
      super(name);
      this.times = times;
    }

    @Override
    public void run() {
      Say.here();
      for (int i = 0; i < times; i++) {
        Say.pause(1);
        count++;
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Counter;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  private static final class Further extends Counter {
    Further() {
      super("further", 2);
    }

    @Override
    public void run() {
      super.run();
      Say.line("further", getName(), currentThread() == this);
    }
  }

  private static final class Named extends Thread {
    Named(Runnable body) {
      super(body);
    }

    @Override
    public String toString() {
      return "Named";
    }
  }

  private static void subclasses() throws Exception {
    List<Counter> counters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      counters.add(new Counter("counter-" + i, i));
      counters.get(i).start();
    }
    for (Counter counter : counters) {
      counter.join();
      Say.line(counter.getName(), counter.count, counter.isAlive());
    }
    Thread further = new Further();
    further.start();
    further.join();
    Thread named = new Named(Say.body(() -> Say.line("in", Thread.currentThread())));
    named.start();
    named.join();
    Thread anonymous =
        new Thread() {
          @Override
          public void run() {
            Say.here();
            Say.pause(1);
            Say.line("anonymous");
          }
        };
    anonymous.start();
    anonymous.join();
  }

  private static void joins() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch triedToJoin = new CountDownLatch(1);
    Thread long1 = Say.start("long", go::await);
    long1.join(20);
    Say.line("not joined", long1.isAlive());
    long1.join(1, 500_000);
    Thread joiner =
        Say.start(
            "joiner",
            () -> {
              long1.join(10);
              Say.line("not joined either", long1.isAlive());
              triedToJoin.countDown();
              long1.join();
              Say.line("joined", long1.isAlive());
            });
    Thread byMonitor =
        Say.start(
            "by monitor",
            () -> {
              synchronized (long1) {
                while (long1.isAlive()) {
                  long1.wait();
                }
              }
            });
    triedToJoin.await();
    Thread itself = Say.start("itself", () -> Thread.currentThread().join(5));
    itself.join();
    expect(
        () -> {
          try {
            long1.join(-1);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    Thread.sleep(20);
    go.countDown();
    joiner.join();
    byMonitor.join();
    new Thread("never started").join();
    Thread ended = Say.start("ended", () -> {});
    ended.join();
    ended.join(1000);
    Say.line("joined all");
  }

  private static void interrupts() throws Exception {
    BlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
    ReentrantLock lock = new ReentrantLock();
    Object monitor = new Object();
    Thread sleeper = Say.start("sleeper", () -> Thread.sleep(100_000));
    Thread taker = Say.start("taker", queue::take);
    Thread waiter =
        Say.start(
            "waiter",
            () -> {
              synchronized (monitor) {
                monitor.wait();
              }
            });
    Thread joiner = Say.start("joiner", sleeper::join);
    Thread parker =
        Say.start(
            "parker",
            () -> {
              LockSupport.park();
              Say.line("parked until interrupted", Thread.currentThread().isInterrupted());
              Say.line(Thread.interrupted(), Thread.interrupted());
            });
    lock.lock();
    Thread locker = Say.start("locker", lock::lockInterruptibly);
    for (Thread thread : List.of(joiner, taker, waiter, parker, locker, sleeper)) {
      Say.untilIn(thread, thread == sleeper ? Thread.State.TIMED_WAITING : Thread.State.WAITING);
      thread.interrupt();
      thread.join();
      Say.line(thread.getName(), thread.isInterrupted());
    }
    lock.unlock();
    Thread itself =
        Say.start(
            "itself",
            () -> {
              Thread.currentThread().interrupt();
              Say.line(Thread.currentThread().isInterrupted());
              Thread.sleep(1);
            });
    itself.join();
    Thread polling =
        Say.start(
            "polling",
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
              Say.line("seen");
            });
    polling.interrupt();
    polling.join();
  }

  private static void interruptOutsideOfLife() throws Exception {
    Thread early = new Thread(Say.body(() -> Thread.sleep(100_000)), "early");
    early.interrupt();
    Say.line(early.isInterrupted());
    early.start();
    early.join();
    Thread left = Say.start("left", () -> Thread.currentThread().interrupt());
    left.join();
    Say.line("left", left.isInterrupted());
    Thread late = Say.start("late", () -> {});
    late.join();
    Say.line(late.isInterrupted());
    late.interrupt();
    Say.line(late.isInterrupted());
  }
}
