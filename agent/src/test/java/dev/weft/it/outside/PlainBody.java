package dev.weft.it.outside;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads of a class that is not woven. */
public final class PlainBody {
  private PlainBody() {}

  private static void say(String what) {
    boolean task = false;
    for (StackTraceElement element : new Throwable().getStackTrace()) {
      task |= element.getClassName().startsWith("dev.weft.hub.");
    }
    System.out.println(what + (task ? " woven" : " plain"));
  }

  /** Prints where each runs. */
  public static void main(String[] arguments) throws Exception {
    Thread thread = new Thread(() -> say("thread"));
    thread.start();
    thread.join();
    Thread subclass =
        new Thread() {
          @Override
          public void run() {
            say("subclass");
          }
        };
    subclass.start();
    subclass.join();
    ExecutorService pool = Executors.newFixedThreadPool(1);
    pool.submit(() -> say("pool")).get();
    pool.shutdown();
    CountDownLatch fired = new CountDownLatch(1);
    Timer timer = new Timer();
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            say("timer");
            fired.countDown();
          }
        },
        1);
    fired.await();
    timer.cancel();
  }
}
