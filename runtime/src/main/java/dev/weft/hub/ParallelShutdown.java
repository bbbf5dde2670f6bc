package dev.weft.hub;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Ends a parallel scheduler with the JVM. A task that calls {@link System#exit} waits for this on
 * its carrier, and never goes on; the others, also those that are queued behind it, run on other
 * threads.
 */
final class ParallelShutdown implements JvmShutdown.Ending {
  private final ParallelScheduler scheduler;
  private final Set<Task<?>> killed = new HashSet<>();

  ParallelShutdown(ParallelScheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public long graceNanos() {
    return scheduler.graceNanos();
  }

  @Override
  public void begin() {
    kill(scheduler.tasks());
  }

  private void kill(List<Task<?>> tasks) {
    for (Task<?> task : tasks) {
      if (killed.add(task)) {
        task.killAsync(new TaskExit("the JVM ends"));
      }
    }
  }

  @Override
  public boolean isOver() {
    List<Task<?>> left = scheduler.tasks();
    if (left.isEmpty()) {
      return true;
    }
    kill(left); // what was spawned meanwhile, perhaps to clean up
    int exiting = exitingCarriers();
    if (exiting > 0) {
      scheduler.runElsewhere();
    }
    return left.size() <= exiting && left.stream().allMatch(Task::isRunning);
  }

  private static int exitingCarriers() {
    int exiting = 0;
    for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
      if (JvmShutdown.isExiting(stack) && isCarrier(stack)) {
        exiting++;
      }
    }
    return exiting;
  }

  private static boolean isCarrier(StackTraceElement[] stack) {
    for (StackTraceElement element : stack) {
      if (element.getClassName().startsWith(ParallelScheduler.class.getName())) {
        return true;
      }
    }
    return false;
  }
}
