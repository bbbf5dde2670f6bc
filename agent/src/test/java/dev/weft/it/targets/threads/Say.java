package dev.weft.it.targets.threads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** What the cases print, and where they run. */
final class Say {
  private static final boolean TASKS = Boolean.getBoolean("expect.tasks");

  /** What JDK 25 shows of a thread, and depends on how many there were before. */
  private static final Pattern NUMBER = Pattern.compile("\\[#\\d+,");

  private Say() {}

  /** A case may throw anything. */
  interface Step {
    void run() throws Exception;
  }

  static void line(Object... parts) {
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      text.append(text.length() == 0 ? "" : " ").append(part);
    }
    System.out.println(NUMBER.matcher(text).replaceAll("["));
  }

  /** To be called by threads: with {@code patch=on} they are tasks, else this does nothing. */
  static void here() {
    if (TASKS != isTask()) {
      System.out.println(Thread.currentThread() + " is " + (TASKS ? "no" : "a") + " task");
    }
  }

  static boolean isTask() {
    for (StackTraceElement element : new Throwable().getStackTrace()) {
      if (element.getClassName().equals("dev.weft.hub.HubLoop")) {
        return true;
      }
    }
    return false;
  }

  /** A body that may throw anything, and says what; and where it runs. */
  static Runnable body(Step step) {
    return () -> {
      here();
      try {
        step.run();
      } catch (Exception e) {
        line(Thread.currentThread().getName(), e);
      }
    };
  }

  static Thread start(String name, Step step) {
    Thread thread = new Thread(body(step), name);
    thread.start();
    return thread;
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until a thread is in this state, as others see it. */
  @SuppressWarnings("ThreadPriorityCheck") // it polls
  static void untilIn(Thread thread, Thread.State state) {
    while (thread.getState() != state) {
      Thread.yield();
    }
  }

  static void sorted(List<String> lines) {
    List<String> copy = new ArrayList<>(lines);
    Collections.sort(copy);
    copy.forEach(Say::line);
  }
}
