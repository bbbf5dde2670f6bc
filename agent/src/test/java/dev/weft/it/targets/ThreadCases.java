package dev.weft.it.targets;

import dev.weft.Suspendable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sleeping, turns, and the ends of threads and processes. */
final class ThreadCases extends Cases {
  /** A thread of the user's that inherits {@code join} and {@code sleep}. */
  static final class Own extends Thread {
    Own(Runnable body) {
      super(body);
    }
  }

  /** A thread class with a {@code sleep} of its own. */
  static final class Sleepless extends Thread {
    public static void sleep(long millis) {
      throw new IllegalStateException("does not sleep " + millis);
    }
  }

  /** A method reference to a substituted method. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(long millis) throws InterruptedException;
  }

  ThreadCases() {
    sleeping();
    turns();
    joining();
    processes();
    references();
  }

  // ---- sleeping ------------------------------------------------------------------------------

  private void sleeping() {
    add("sleep a while", me -> sleep(2));
    add("sleep 0", me -> sleep(0));
    add("sleep -1", me -> sleep(-1));
    add("sleep nanos", me -> sleep(1, 500_000));
    add("sleep nanos 0", me -> sleep(0, 0));
    add("sleep nanos only", me -> sleep(0, 1));
    add("sleep nanos -1", me -> sleep(0, -1));
    add("sleep nanos 1000000", me -> sleep(0, 1_000_000));
    add("sleep millis -1", me -> sleep(-1, -1));
    add("sleep interrupted before", me -> interrupted(me, LONG));
    add("sleep 0 interrupted before", me -> interrupted(me, 0));
    add("sleep -1 interrupted before", me -> interrupted(me, -1));
    add(
        "sleep interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          return sleep(Long.MAX_VALUE);
        });
    add("unit", me -> sleep(TimeUnit.MICROSECONDS, 700));
    add("unit null", me -> sleep(null, 1));
    add("unit interrupted before", me -> interrupted(me, TimeUnit.SECONDS, LONG));
    add("unit 0 interrupted before", me -> interrupted(me, TimeUnit.SECONDS, 0));
    add("unit -1 interrupted before", me -> interrupted(me, TimeUnit.SECONDS, -1));
    add(
        "unit interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          return sleep(TimeUnit.DAYS, Long.MAX_VALUE);
        });
    add("sleep of its own", me -> sleepless());
    add(
        "sleep in a monitor",
        me -> {
          synchronized (me) {
            me.interruptWhenWaiting();
            Thread.sleep(LONG);
            return "slept";
          }
        });
    add("sleep in a synchronized method", me -> sleepInMonitor(me));
    add(
        "sleep inherited",
        me -> {
          long start = System.nanoTime();
          Own.sleep(1);
          return took(1_000_000, start);
        });
  }

  @Suspendable
  private static Object sleepless() throws InterruptedException {
    Sleepless.sleep(1);
    return "slept";
  }

  @Suspendable
  private static synchronized boolean sleepInMonitor(Object lock) throws InterruptedException {
    synchronized (lock) {
      return sleep(1) && join(new Thread(), 0, 0) != null;
    }
  }

  @Suspendable
  private static boolean sleep(long millis) throws InterruptedException {
    long start = System.nanoTime();
    Thread.sleep(millis);
    return took(millis * 1_000_000, start);
  }

  @Suspendable
  private static boolean sleep(long millis, int nanos) throws InterruptedException {
    long start = System.nanoTime();
    Thread.sleep(millis, nanos);
    return took(millis * 1_000_000 + nanos, start);
  }

  @Suspendable
  private static boolean sleep(TimeUnit unit, long timeout) throws InterruptedException {
    long start = System.nanoTime();
    unit.sleep(timeout);
    return took(unit.toNanos(timeout), start);
  }

  @Suspendable
  private static Object interrupted(Me me, long millis) throws InterruptedException {
    me.interrupt();
    return sleep(millis);
  }

  @Suspendable
  private static Object interrupted(Me me, TimeUnit unit, long timeout)
      throws InterruptedException {
    me.interrupt();
    return sleep(unit, timeout);
  }

  // ---- turns ---------------------------------------------------------------------------------

  private void turns() {
    add(
        "yield until a sibling sets a flag",
        me -> {
          AtomicBoolean flag = new AtomicBoolean();
          me.start(() -> flag.set(true));
          while (!flag.get()) {
            Thread.yield();
          }
          return true;
        });
    add(
        "spin until a sibling sets a flag",
        me -> {
          AtomicBoolean flag = new AtomicBoolean();
          me.start(
              () -> {
                Thread.sleep(1);
                flag.set(true);
              });
          while (!flag.get()) {
            Thread.onSpinWait();
          }
          return true;
        });
    add(
        "spin interrupted",
        me -> {
          me.interrupt();
          Thread.onSpinWait();
          Thread.yield();
          return true;
        });
  }

  // ---- joining -------------------------------------------------------------------------------

  /** A thread that ends when the latch is counted down. */
  private static Thread started(CountDownLatch end) {
    Thread thread =
        new Own(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void joining() {
    add(
        "join ended by a sibling",
        me -> {
          CountDownLatch end = new CountDownLatch(1);
          Thread thread = started(end);
          me.start(end::countDown);
          thread.join();
          return thread.isAlive();
        });
    add(
        "join of an own class, twice",
        me -> {
          CountDownLatch end = new CountDownLatch(1);
          Own thread = (Own) started(end);
          me.start(() -> thread.join(LONG));
          me.start(end::countDown);
          thread.join(LONG, 1);
          thread.join();
          return thread.isAlive();
        });
    add(
        "join in vain",
        me -> {
          CountDownLatch end = new CountDownLatch(1);
          Thread thread = started(end);
          long start = System.nanoTime();
          thread.join(1);
          thread.join(0, 1);
          TimeUnit.MILLISECONDS.timedJoin(thread, 1);
          TimeUnit.MILLISECONDS.timedJoin(thread, 0);
          boolean waited = took(2_000_000, start);
          boolean alive = thread.isAlive();
          end.countDown();
          return waited + " " + alive;
        });
    add("join -1", me -> join(new Thread(), -1, 0));
    add("join nanos -1", me -> join(new Thread(), 0, -1));
    add("join nanos 1000000", me -> join(new Thread(), 0, 1_000_000));
    add(
        "join unstarted, interrupted",
        me -> {
          me.interrupt();
          new Thread().join();
          return join(new Thread(), 1, 1);
        });
    add(
        "join interrupted before",
        me -> {
          me.interrupt();
          started(new CountDownLatch(1)).join();
          return "joined";
        });
    add(
        "timed join interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          started(new CountDownLatch(1)).join(LONG);
          return "joined";
        });
    add(
        "timedJoin interrupted meanwhile",
        me -> {
          me.interruptWhenWaiting();
          TimeUnit.SECONDS.timedJoin(started(new CountDownLatch(1)), LONG);
          return "joined";
        });
    add("join null", me -> join(null, 0, 0));
  }

  @Suspendable
  private static Object join(Thread thread, long millis, int nanos) throws InterruptedException {
    if (nanos == 0) {
      thread.join(millis);
    } else {
      thread.join(millis, nanos);
    }
    return "joined";
  }

  // ---- processes -----------------------------------------------------------------------------

  /** Ends with status 3 when its input does. */
  private static Process reading() throws IOException {
    return new ProcessBuilder("sh", "-c", "cat; exit 3").start();
  }

  private void processes() {
    add(
        "waitFor ended by a sibling",
        me -> {
          Process process = reading();
          me.start(() -> process.getOutputStream().close());
          int status = process.waitFor();
          me.interrupt();
          return status + " " + process.waitFor() + " " + process.waitFor(0, TimeUnit.SECONDS);
        });
    add(
        "waitFor in vain",
        me -> {
          Process process = reading();
          boolean ended = process.waitFor(1, TimeUnit.MILLISECONDS);
          boolean none = process.waitFor(0, TimeUnit.MILLISECONDS);
          process.getOutputStream().close();
          return ended + " " + none + " " + process.waitFor(LONG, TimeUnit.SECONDS);
        });
    add(
        "waitFor interrupted meanwhile",
        me -> {
          Process process = reading();
          me.interruptWhenWaiting();
          try {
            return process.waitFor();
          } finally {
            process.getOutputStream().close();
          }
        });
    add(
        "timed waitFor interrupted before",
        me -> {
          Process process = reading();
          me.interrupt();
          try {
            return process.waitFor(LONG, TimeUnit.SECONDS);
          } finally {
            process.getOutputStream().close();
          }
        });
  }

  // ---- method references ---------------------------------------------------------------------

  private void references() {
    add(
        "reference to sleep",
        me -> {
          Sleeper sleeper = Thread::sleep;
          long start = System.nanoTime();
          sleeper.sleep(1);
          me.interruptWhenWaiting();
          boolean slept = took(1_000_000, start);
          sleeper.sleep(LONG);
          return slept;
        });
    add(
        "reference to an inherited join",
        me -> {
          CountDownLatch end = new CountDownLatch(1);
          Own thread = (Own) started(end);
          Sleeper join = thread::join;
          me.start(end::countDown);
          join.sleep(LONG);
          return thread.isAlive();
        });
  }
}
