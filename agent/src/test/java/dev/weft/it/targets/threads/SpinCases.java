package dev.weft.it.targets.threads;

import dev.weft.it.outside.PlainGate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that wait for others in loops, and threads that compute for long. */
public final class SpinCases {
  private static final Object LOCK = new Object();
  private static int turns;
  private static volatile boolean released;

  private SpinCases() {}

  /** Runs all of them. */
  public static void main(String[] arguments) throws Exception {
    inALock();
    onAField();
    computing();
    besideInput();
    thenInACall();
  }

  /** Looks again and again whether another thread has come, under a lock. */
  private static void inALock() throws Exception {
    turns = 0;
    Thread[] players = new Thread[4];
    for (int i = 0; i < players.length; i++) {
      int mine = players.length - 1 - i;
      players[i] = new Thread(Say.body(() -> awaitTurn(mine)), "player " + i);
      players[i].start();
    }
    for (Thread player : players) {
      player.join();
    }
    Say.line("turns", turns);
  }

  private static void awaitTurn(int mine) {
    while (true) {
      synchronized (LOCK) {
        if (turns == mine) {
          turns++;
          return;
        }
      }
    }
  }

  /** The same without a lock: there is no check in the loop. */
  private static void onAField() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger seen = new AtomicInteger();
    Thread spinner =
        new Thread(
            Say.body(
                () -> {
                  while (!released) {
                    if (seen.getAndIncrement() == 0) {
                      begun.countDown(); // so it has looked before it is released
                    }
                  }
                  Say.line("released", Thread.currentThread().getName());
                }),
            "spinner");
    spinner.start();
    begun.await();
    Thread releaser = new Thread(Say.body(() -> released = true), "releaser");
    releaser.start();
    releaser.join();
    spinner.join();
    Say.line("looked", seen.get() > 0);
  }

  /** Long computations side by side have their own results, names and interrupts. */
  private static void computing() throws Exception {
    long[] sums = new long[3];
    Thread[] threads = new Thread[sums.length];
    for (int i = 0; i < threads.length; i++) {
      int index = i;
      threads[i] = new Thread(Say.body(() -> sums[index] = sum(index + 1)), "computer " + i);
      threads[i].start();
    }
    threads[1].interrupt();
    for (Thread thread : threads) {
      thread.join();
    }
    Say.line("sums", sums[0], sums[1], sums[2]);
  }

  private static long sum(int step) throws Exception {
    long sum = 0;
    for (int i = 0; i < 60_000_000; i++) {
      sum += (long) i * step ^ sum >>> 3;
    }
    Thread own = Thread.currentThread();
    return own.getName().endsWith("1") == Thread.interrupted() ? sum : -1;
  }

  /** Another thread waits for input meanwhile. */
  private static void besideInput() throws Exception {
    AtomicBoolean heard = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket writer = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket reader = listener.accept()) {
      Thread hearing = Say.start("hears", () -> heard.set(reader.getInputStream().read() == 7));
      Thread spinner = Say.start("spins", () -> lookInALock(heard, begun));
      begun.await();
      writer.getOutputStream().write(7);
      hearing.join();
      spinner.join();
    }
    Say.line("heard", heard);
  }

  private static void lookInALock(AtomicBoolean heard, CountDownLatch begun) {
    boolean seen = false;
    while (!seen) {
      synchronized (LOCK) {
        seen = heard.get();
      }
      begun.countDown();
    }
  }

  /** Computes for some time, and then waits in code that is not woven. */
  private static void thenInACall() throws Exception {
    int waited = computeThenWait(PlainGate::await);
    Say.line("waited", waited);
  }

  /** How somebody waits at a gate. */
  interface Waiting {
    void at(PlainGate gate) throws Exception;
  }

  /**
   * A thread computes, for longer each time, and then waits at a gate that another one opens.
   *
   * @return how often
   */
  static int computeThenWait(Waiting waiting) throws Exception {
    int times = 0;
    for (int millis = 20; millis < 40; millis += 3) {
      long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
      PlainGate gate = new PlainGate();
      CountDownLatch begun = new CountDownLatch(1);
      Thread opener =
          Say.start(
              "opens",
              () -> {
                begun.await();
                gate.open();
              });
      Thread waiter =
          Say.start(
              "waits",
              () -> {
                begun.countDown();
                computeFor(nanos);
                waiting.at(gate);
              });
      waiter.join();
      opener.join();
      times++;
    }
    return times;
  }

  private static void computeFor(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      // without a check
    }
  }
}
