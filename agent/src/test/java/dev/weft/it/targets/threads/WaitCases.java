package dev.weft.it.targets.threads;

import dev.weft.it.outside.LockedBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What programs do with {@code wait} and {@code notify}. */
public final class WaitCases {
  private WaitCases() {}

  /** Runs all of them. */
  public static void main(String[] arguments) throws Exception {
    buffer();
    nested();
    timeouts();
    interrupts();
    misuses();
    references();
    ends();
    foreign();
    self();
  }

  private static final class Buffer {
    private final Deque<Integer> items = new ArrayDeque<>();

    synchronized void put(int item) throws InterruptedException {
      while (items.size() == 2) {
        wait();
      }
      items.add(item);
      notifyAll();
    }

    synchronized int take() throws InterruptedException {
      while (items.isEmpty()) {
        this.wait(60_000);
      }
      int taken = items.remove();
      notifyAll();
      return taken;
    }
  }

  private static void buffer() throws Exception {
    Buffer buffer = new Buffer();
    Buffer sums = new Buffer();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int first = i * 100;
      threads.add(
          Say.start(
              "producer-" + i,
              () -> {
                for (int j = 0; j < 100; j++) {
                  buffer.put(first + j);
                }
              }));
      threads.add(
          Say.start(
              "consumer-" + i,
              () -> {
                int sum = 0;
                for (int j = 0; j < 100; j++) {
                  sum += buffer.take();
                }
                sums.put(sum);
              }));
    }
    int total = 0;
    for (int i = 0; i < 4; i++) {
      total += sums.take(); // main stays a thread, and meets tasks here
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Say.line("buffer", total);
  }

  private static void nested() throws Exception {
    Object outer = new Object();
    Object inner = new Object();
    boolean[] ready = {false};
    boolean[] entered = {false};
    Thread waiting =
        Say.start(
            "waiting",
            () -> {
              synchronized (inner) {
                synchronized (inner) { // left twice by wait, entered twice behind it
                  while (!ready[0]) {
                    inner.wait();
                  }
                }
                Say.line("nested", entered[0]);
              }
            });
    Thread other =
        Say.start(
            "other",
            () -> {
              synchronized (outer) {
                synchronized (inner) {
                  entered[0] = true;
                  ready[0] = true;
                  inner.notify();
                }
              }
            });
    waiting.join();
    other.join();
  }

  private static void timeouts() throws Exception {
    Object lock = new Object();
    Thread thread =
        Say.start(
            "timeouts",
            () -> {
              synchronized (lock) {
                lock.wait(1);
                lock.wait(0, 1);
                lock.wait(1, 500_000);
                Say.line("timeouts", Thread.holdsLock(lock));
              }
              Say.line(Thread.holdsLock(lock));
            });
    thread.join();
  }

  private static void interrupts() throws Exception {
    Object lock = new Object();
    CountDownLatch holds = new CountDownLatch(1);
    Thread before =
        Say.start(
            "interrupted before",
            () -> {
              Thread.currentThread().interrupt();
              synchronized (lock) { // which an interrupt does not end
                try {
                  lock.wait();
                } catch (InterruptedException e) {
                  Say.line(Thread.holdsLock(lock), Thread.currentThread().isInterrupted());
                }
              }
            });
    before.join();
    Thread meanwhile =
        Say.start(
            "interrupted meanwhile",
            () -> {
              synchronized (lock) {
                holds.countDown();
                try {
                  lock.wait();
                } catch (InterruptedException e) {
                  Say.line(Thread.holdsLock(lock), Thread.currentThread().isInterrupted());
                }
              }
            });
    holds.await();
    synchronized (lock) { // it waits
      meanwhile.interrupt();
    }
    meanwhile.join();
  }

  // ---- misuse, references, the JVM's own notifications -----------------------------------------

  private static void misuses() throws Exception {
    Object lock = new Object();
    String nothing = null;
    Say.start(
            "misuses",
            () -> {
              expect(lock::notify);
              expect(lock::notifyAll);
              expect(() -> lock.wait());
              expect(() -> lock.wait(1));
              synchronized (lock) {
                expect(() -> lock.wait(-1));
                expect(() -> lock.wait(1, -1));
                expect(() -> lock.wait(1, 1_000_000));
              }
              try {
                synchronized (nothing) {
                  Say.line("entered nothing");
                }
              } catch (NullPointerException e) {
                Say.line("nothing to enter");
              }
            })
        .join();
  }

  private static void expect(Say.Step wrong) {
    try {
      wrong.run();
      Say.line("nothing was thrown");
    } catch (Exception e) {
      Say.line(e.getClass().getName());
    }
  }

  private static void references() throws Exception {
    Object lock = new Object();
    boolean[] done = {false};
    Thread thread =
        Say.start(
            "references",
            () -> {
              synchronized (lock) {
                Say.Step waits = lock::wait;
                while (!done[0]) {
                  waits.run();
                }
                Say.line("told by reference");
              }
            });
    Consumer<Object> notifier = Object::notifyAll;
    Thread teller =
        Say.start(
            "teller",
            () -> {
              synchronized (lock) {
                done[0] = true;
                notifier.accept(lock);
              }
            });
    thread.join();
    teller.join();
  }

  private static void ends() throws Exception {
    Thread thread = Say.start("ends", () -> Thread.sleep(2));
    Thread waiting =
        Say.start(
            "waits for the end",
            () -> {
              synchronized (thread) {
                while (thread.isAlive()) {
                  thread.wait();
                }
              }
              Say.line("ended");
            });
    waiting.join();
  }

  /** Its superclass locks it, too, and knows nothing of tasks. */
  private static final class Foreign extends LockedBase {
    private int steps;
    private boolean told;

    @Override
    protected synchronized void step() throws InterruptedException {
      int seen = steps;
      Thread.sleep(1);
      steps = seen + 1;
      if (steps == 8) {
        told = true;
        notifyAll();
      }
      while (!told) {
        wait();
      }
    }

    synchronized void direct() throws InterruptedException {
      step();
    }
  }

  private static void foreign() throws Exception {
    Foreign foreign = new Foreign();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Say.start("foreign-" + i, i % 2 == 0 ? foreign::locked : foreign::direct));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Say.line("foreign", foreign.steps);
  }

  /** Its own thread is a monitor like any other: nobody looks whether it has ended. */
  private static final class Self extends Thread {
    private static final long MILLIS = 50;
    private long waited;

    @Override
    public synchronized void run() {
      Say.here();
      long begun = System.nanoTime();
      try {
        wait(MILLIS);
      } catch (InterruptedException e) {
        Say.line(e);
      }
      waited = System.nanoTime() - begun;
    }
  }

  private static void self() throws Exception {
    Self self = new Self();
    self.start();
    self.join();
    Say.line("waited in itself", self.waited >= TimeUnit.MILLISECONDS.toNanos(Self.MILLIS));
  }
}
