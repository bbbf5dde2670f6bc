package dev.weft.it.targets.threads;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** What threads have of their own, of one another, and share. */
public final class SharingCases {
  private static volatile boolean flag;

  private SharingCases() {}

  /** Runs all of them. */
  public static void main(String[] arguments) throws Exception {
    uncaught();
    threadLocals();
    children();
    monitors();
    states();
    groups();
    traces();
    many();
  }

  private static void uncaught() throws Exception {
    Thread own = new Thread(SharingCases::fail, "own");
    own.setUncaughtExceptionHandler((thread, e) -> Say.line(thread.getName(), thread.isAlive(), e));
    own.start();
    own.join();
    ThreadGroup group =
        new ThreadGroup("group") {
          @Override
          public void uncaughtException(Thread thread, Throwable e) {
            Say.line("group of", thread.getName(), e);
            throw new IllegalStateException("the handler fails, too");
          }
        };
    Thread grouped = new Thread(group, SharingCases::fail, "grouped");
    grouped.start();
    grouped.join();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> Say.line("default", thread.getName(), e));
    Thread other = new Thread(SharingCases::fail, "other");
    other.start();
    other.join();
    Thread.setDefaultUncaughtExceptionHandler(null);
    Say.line(own.getUncaughtExceptionHandler());
  }

  private static void fail() {
    Say.here();
    throw new IllegalArgumentException("of " + Thread.currentThread().getName());
  }

  private static void threadLocals() throws Exception {
    ThreadLocal<String> local = ThreadLocal.withInitial(() -> "initial");
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    local.set("of main");
    inherited.set("of main");
    Thread parent =
        Say.start(
            "parent",
            () -> {
              Say.line(local.get(), inherited.get());
              local.set("of parent");
              inherited.set("of parent");
              Thread.sleep(1);
              Thread child =
                  Say.start(
                      "child",
                      () -> {
                        Say.line(local.get(), inherited.get());
                        inherited.set("of child");
                      });
              child.join();
              Say.line(local.get(), inherited.get());
              Thread without =
                  new Thread(null, Say.body(() -> Say.line(inherited.get())), "without", 0, false);
              without.start();
              without.join();
            });
    parent.join();
    Say.line(local.get(), inherited.get());
  }

  private static void children() throws Exception {
    ThreadGroup group = new ThreadGroup("children");
    ClassLoader loader = new ClassLoader(SharingCases.class.getClassLoader()) {};
    Thread parent =
        new Thread(
            group,
            Say.body(
                () -> {
                  Thread child = new Thread(Say.body(() -> {}), "child");
                  Say.line(
                      child.isDaemon(),
                      child.getPriority(),
                      child.getThreadGroup().getName(),
                      child.getContextClassLoader() == loader);
                  child.setDaemon(false);
                  child.start();
                  child.join();
                }),
            "parent");
    parent.setDaemon(true);
    parent.setPriority(2);
    parent.setContextClassLoader(loader);
    parent.start();
    parent.join();
  }

  private static void monitors() throws Exception {
    int[] count = {0};
    AtomicInteger atomic = new AtomicInteger();
    ReentrantLock lock = new ReentrantLock();
    int[] locked = {0};
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      threads.add(
          Say.start(
              "m" + i,
              () -> {
                for (int k = 0; k < 100; k++) {
                  synchronized (count) {
                    count[0]++;
                  }
                  lock.lock();
                  try {
                    int was = locked[0];
                    Thread.sleep(0, 1);
                    locked[0] = was + 1;
                  } finally {
                    lock.unlock();
                  }
                  atomic.incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Say.line(count[0], locked[0], atomic);
    pingPong();
    flag = false;
    Thread spins =
        Say.start(
            "spins",
            () -> {
              while (!flag) {
                Thread.onSpinWait();
              }
            });
    Say.start("sets", () -> flag = true).join();
    spins.join();
    Say.line("spun");
  }

  private static void pingPong() throws Exception {
    Object table = new Object();
    StringBuilder log = new StringBuilder();
    List<Thread> players = new ArrayList<>();
    for (int player = 0; player < 2; player++) {
      int own = player;
      players.add(
          Say.start(
              "player" + own,
              () -> {
                for (int i = 0; i < 5; i++) {
                  synchronized (table) {
                    while (log.length() % 2 != own) {
                      table.wait();
                    }
                    log.append(own == 0 ? "i" : "o");
                    table.notifyAll();
                  }
                }
              }));
    }
    for (Thread player : players) {
      player.join();
    }
    Say.line(log);
  }

  private static void states() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    Thread waits = Say.start("waits", latch::await);
    Say.untilIn(waits, Thread.State.WAITING);
    Object monitor = new Object();
    Thread blocked;
    synchronized (monitor) {
      blocked =
          Say.start(
              "blocked",
              () -> {
                synchronized (monitor) {
                  Say.line("entered");
                }
              });
      Say.untilIn(blocked, Thread.State.BLOCKED);
    }
    blocked.join();
    latch.countDown();
    waits.join();
    Say.line(waits.getState());
  }

  private static void groups() throws Exception {
    ThreadGroup group = new ThreadGroup("g");
    CountDownLatch begun = new CountDownLatch(3);
    List<Thread> members = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread member =
          new Thread(
              group,
              Say.body(
                  () -> {
                    begun.countDown();
                    Thread.sleep(100_000);
                  }),
              "g" + i);
      member.start();
      members.add(member);
    }
    begun.await();
    Thread[] listed = new Thread[10];
    int count = group.enumerate(listed);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      names.add(listed[i].getName());
    }
    List<String> sorted = new ArrayList<>(names);
    Collections.sort(sorted);
    Say.line(group.activeCount(), sorted);
    PrintAfter.of(members, group::interrupt);
    Say.line(group.activeCount());
  }

  /** Threads that all end at once would print in any order. */
  private static final class PrintAfter {
    static void of(List<Thread> threads, Runnable action) throws Exception {
      PrintStream out = System.out;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      System.setOut(new PrintStream(bytes, true));
      action.run();
      for (Thread thread : threads) {
        thread.join();
      }
      System.setOut(out);
      Say.sorted(bytes.toString().lines().toList());
    }
  }

  private static void traces() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    Thread waits = new Thread(() -> Say.await(latch), "waits");
    waits.start();
    Say.untilIn(waits, Thread.State.WAITING);
    boolean found = false;
    for (StackTraceElement element : waits.getStackTrace()) {
      found |= element.getClassName().equals(Say.class.getName());
    }
    Say.line("stands in Say", found);
    latch.countDown();
    waits.join();
    Say.start(
            "own",
            () -> {
              boolean here = false;
              for (StackTraceElement element : Thread.currentThread().getStackTrace()) {
                here |= element.getClassName().equals(SharingCases.class.getName());
              }
              Say.line("stands here", here);
            })
        .join();
  }

  /** More than the machine would like to have. */
  private static void many() throws Exception {
    AtomicInteger slept = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Thread thread =
          new Thread(
              () -> {
                Say.pause(50);
                slept.incrementAndGet();
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Say.line("slept", slept);
  }
}
