package dev.weft.hub;

import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says that nothing can happen on a hub any more, and why. */
final class Deadlocks {
  private static final Set<String> HARMLESS = Set.of("DestroyJavaVM");

  private static final int MOST_HOLDERS = 10;

  private Deadlocks() {}

  /**
   * Whether somebody might wake a task whom the hub cannot see.
   *
   * @param isCarrier whether a thread is one of the hub's
   * @param tasks asked for only when no thread might
   */
  static boolean canBeWoken(
      Predicate<Thread> isCarrier, Supplier<? extends Collection<Task<?>>> tasks) {
    if (canBeWokenByThreads(isCarrier)) {
      return true;
    }
    for (Task<?> task : tasks.get()) {
      Waiter waiter = task.waiter();
      if (waiter != null && (waiter.isDecided() || waiter.blocker().endsOutside())) {
        return true; // it will be woken, or was, and is on its way here
      }
    }
    return false;
  }

  /**
   * Whether another thread might wake a task of a hub that nobody announced: one that is neither a
   * daemon nor the JVM's own.
   *
   * @param isCarrier whether a thread is one of the hub's
   */
  private static boolean canBeWokenByThreads(Predicate<Thread> isCarrier) {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!isCarrier.test(thread)
          && !thread.isDaemon()
          && thread.isAlive()
          && !HARMLESS.contains(thread.getName())) {
        return true;
      }
    }
    return false;
  }

  /** Who waits for what, as the exception of the main task. */
  static DeadlockException describe(Hub hub, Task<?> main, List<Task<?>> tasks) {
    DeadlockException deadlock = new DeadlockException(text(hub, tasks));
    deadlock.setStackTrace(main.stackTrace());
    return deadlock;
  }

  private static String text(Hub hub, List<Task<?>> tasks) {
    StringBuilder text = new StringBuilder();
    text.append(hub).append(" can never go on: no task is ready, no timer runs,");
    text.append(" and nothing outside was announced by Hub.expectOutside. Who waits for what:");
    for (Task<?> task : tasks) {
      text.append(System.lineSeparator()).append("  ").append(task);
      String holders = holders(task);
      if (!holders.isEmpty()) {
        text.append(", held by ").append(holders);
      }
      for (StackTraceElement element : task.stackTrace()) {
        text.append(System.lineSeparator()).append("    at ").append(element);
      }
    }
    return text.toString();
  }

  /** Who holds what {@code task} waits for, unless that is plain; empty when nobody does. */
  static String holders(Task<?> task) {
    return task.waitsFor().map(Deadlocks::holders).orElse("");
  }

  /** The same of what it waits for. */
  static String holders(Blocker blocker) {
    if (blocker instanceof Task) {
      return "";
    }
    List<?> holders = blocker.holders();
    String names =
        holders.stream().limit(MOST_HOLDERS).map(Deadlocks::name).collect(Collectors.joining(", "));
    int more = holders.size() - MOST_HOLDERS;
    return more > 0 ? names + " and " + more + " more" : names;
  }

  private static String name(Object holder) {
    return holder instanceof Task<?> task ? '"' + task.name() + '"' : String.valueOf(holder);
  }
}
