package dev.weft.it.targets.threads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;

/** What timers do: S33, T11. */
public final class TimerCases {
  private TimerCases() {}

  private static final class Logged extends TimerTask {
    private final List<String> log;
    private final String name;
    private final CountDownLatch done;

    Logged(List<String> log, String name, CountDownLatch done) {
      this.log = log;
      this.name = name;
      this.done = done;
    }

    @Override
    public void run() {
      if (!Thread.currentThread().isDaemon()) {
        Say.here();
      }
      Say.pause(2);
      log.add(name);
      done.countDown();
    }
  }

  /** Runs all of them. */
  public static void main(String[] arguments) throws Exception {
    order();
    periods();
    ends();
    many();
    Timer last = new Timer("last");
    last.schedule(
        new TimerTask() {
          @Override
          public void run() {
            Say.line("hello, world", Thread.currentThread().getName());
            last.cancel();
          }
        },
        20);
    Say.line("main ends");
  }

  private static void order() throws Exception {
    Timer timer = new Timer("timer");
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(3);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            Say.await(gate);
          }
        },
        0);
    long base = System.currentTimeMillis();
    timer.schedule(new Logged(log, "third", done), new Date(base + 30));
    timer.schedule(new Logged(log, "first", done), new Date(base + 10));
    Logged cancelled = new Logged(log, "never", done);
    timer.schedule(cancelled, new Date(base + 15));
    Say.line(cancelled.cancel(), cancelled.cancel());
    timer.schedule(new Logged(log, "second", done), new Date(base + 20));
    gate.countDown();
    done.await();
    Say.line(log);
    Logged far = new Logged(log, "never", done);
    timer.schedule(far, 3_600_000);
    Thread.sleep(5); // the timer waits for it by now
    CountDownLatch sooner = new CountDownLatch(1);
    timer.schedule(new Logged(log, "sooner", sooner), 1);
    sooner.await();
    Say.line(log, far.cancel(), timer.purge());
    timer.cancel();
  }

  private static void periods() throws Exception {
    Timer timer = new Timer(true);
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch ticks = new CountDownLatch(3);
    Logged ticking = new Logged(log, "tick", ticks);
    timer.schedule(ticking, 1, 3);
    ticks.await();
    Say.line(ticking.cancel());
    CountDownLatch tocks = new CountDownLatch(3);
    Logged tocking = new Logged(log, "tock", tocks);
    timer.scheduleAtFixedRate(tocking, 1, 3);
    tocks.await();
    Say.line(tocking.cancel(), log.contains("tick"), log.contains("tock"));
    try {
      timer.schedule(ticking, 1);
    } catch (IllegalStateException e) {
      Say.line(e.getMessage());
    }
    timer.cancel();
    timer.cancel();
    try {
      timer.schedule(new Logged(log, "late", tocks), 1);
    } catch (IllegalStateException e) {
      Say.line(e.getMessage());
    }
  }

  private static void ends() throws Exception {
    Timer timer = new Timer("fails");
    Thread[] of = new Thread[1];
    CountDownLatch told = new CountDownLatch(1);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          Say.line("uncaught", thread.getName(), e);
          told.countDown();
        });
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            of[0] = Thread.currentThread();
            throw new IllegalStateException("in a timer");
          }
        },
        1);
    told.await();
    of[0].join();
    Thread.setDefaultUncaughtExceptionHandler(null);
    try {
      timer.schedule(new Logged(new ArrayList<>(), "late", told), 1);
    } catch (IllegalStateException e) {
      Say.line(e.getMessage());
    }
  }

  private static void many() throws Exception {
    CountDownLatch done = new CountDownLatch(300);
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Timer timer = new Timer();
      timers.add(timer);
      for (int k = 3; k > 0; k--) {
        timer.schedule(new Logged(log, "x", done), k);
      }
    }
    done.await();
    timers.forEach(Timer::cancel);
    Say.line(log.size());
  }
}
