package dev.weft.hub;

import dev.weft.waiting.Blocker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says that nothing can happen on a hub any more, and why. */
final class Deadlocks {
  private static final Set<String> HARMLESS = Set.of("DestroyJavaVM");

  private Deadlocks() {}

  /**
   * Whether another thread might wake a task of a hub that nobody announced: one that is neither a
   * daemon nor the JVM's own.
   */
  static boolean canBeWokenByThreads(Thread carrier) {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread != carrier
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
      List<String> holders = holders(task);
      if (!holders.isEmpty()) {
        text.append(", held by ").append(String.join(", ", holders));
      }
      for (StackTraceElement element : task.stackTrace()) {
        text.append(System.lineSeparator()).append("    at ").append(element);
      }
    }
    return text.toString();
  }

  private static List<String> holders(Task<?> task) {
    List<String> names = new ArrayList<>();
    Optional<Blocker> blocker = task.waitsFor();
    if (blocker.isPresent() && !(blocker.get() instanceof Task)) {
      for (Object holder : blocker.get().holders()) {
        names.add(holder instanceof Task<?> t ? '"' + t.name() + '"' : String.valueOf(holder));
      }
    }
    return names;
  }
}
