package dev.weft.hub;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What hubs say on {@link System#err} when nobody else listens. */
final class Reports {
  private static final Set<String> PINNED = ConcurrentHashMap.newKeySet();

  private Reports() {}

  /** A task ended by a failure. */
  static void uncaught(Task<?> task, Throwable failure) {
    synchronized (System.err) {
      System.err.println("[weft] " + task + ":");
      failure.printStackTrace();
    }
  }

  /** Somebody could not be told of the end of a task. */
  static void untold(TaskWatchers.Watcher watcher, Throwable failure) {
    synchronized (System.err) {
      System.err.println("[weft] " + watcher + " could not be told of the end of a task:");
      failure.printStackTrace();
    }
  }

  /** A handler failed. */
  static void failed(String handler, Throwable failure) {
    synchronized (System.err) {
      System.err.println("[weft] " + handler + " failed:");
      failure.printStackTrace();
    }
  }

  /** A task blocks its carrier. Said once for each place. */
  static void pinned(PinnedTask pinned) {
    if (PINNED.add(pinned.place())) {
      System.err.println("[weft] " + pinned);
    }
  }

  /** A hub stands still because of the limit on its threads. Said once for each hub. */
  static void sparesUsedUp(Hub hub, int most) {
    System.err.println(
        "[weft] "
            + hub
            + " stands still: tasks block its first carrier and all "
            + most
            + " spare ones; allow more by HubOptions.spares, or let fewer tasks block");
  }

  /** A hub does not switch. */
  static void blocked(BlockedHub blocked) {
    System.err.println("[weft] " + blocked);
  }

  /** Tasks wait for each other in a circle. */
  static void circle(Hub hub, List<Task<?>> circle) {
    StringBuilder text = new StringBuilder();
    text.append("[weft] ").append(hub).append(" lives, but ").append(circle.size());
    text.append(" of its tasks wait for each other, and always will:");
    for (Task<?> task : circle) {
      text.append(System.lineSeparator()).append("  ").append(task);
      String holders = Deadlocks.holders(task);
      if (!holders.isEmpty()) {
        text.append(", held by ").append(holders);
      }
      for (StackTraceElement element : task.stackTrace()) {
        text.append(System.lineSeparator()).append("    at ").append(element);
      }
    }
    System.err.println(text);
  }

  /** A hub cannot go on. */
  static void deadlock(DeadlockException deadlock) {
    System.err.println("[weft] " + deadlock.getMessage());
  }

  /** Tasks did not end when they were killed at the end of their hub. */
  static void leftOver(Scheduler scheduler, List<Task<?>> tasks, Duration grace) {
    StringBuilder text = new StringBuilder();
    text.append("[weft] ")
        .append(scheduler)
        .append(" ends, but of its tasks ")
        .append(tasks.size());
    text.append(" did not end within ").append(grace.toMillis());
    text.append(" ms of being killed, or wait for what cannot come any more:");
    for (Task<?> task : tasks) {
      text.append(System.lineSeparator()).append("  ").append(task);
      for (StackTraceElement element : task.stackTrace()) {
        text.append(System.lineSeparator()).append("    at ").append(element);
      }
    }
    System.err.println(text);
  }
}
