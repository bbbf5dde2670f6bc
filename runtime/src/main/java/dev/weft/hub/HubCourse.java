package dev.weft.hub;

import java.util.List;

/**
 * How a hub goes: its main task runs to its end; then those that are left are killed and run to
 * theirs, then those that these have spawned meanwhile, which may be part of their cleaning up. The
 * last two have a limit.
 *
 * <p>Threads: the carrier that holds the baton, but for {@link #main}.
 */
final class HubCourse {
  private final HubLoop loop;
  private final HubOptions options;
  private final Task<?> main;

  /** Those that were killed last; null while the main task runs. */
  private List<Task<?>> round;

  /** The first of them that has perhaps not ended. */
  private int at;

  /** By {@link System#nanoTime}. */
  private long limit;

  private boolean hopeless;
  private boolean told;

  HubCourse(HubLoop loop, Task<?> main, HubOptions options) {
    this.loop = loop;
    this.main = main;
    this.options = options;
  }

  /** The main task. Any thread. */
  Task<?> main() {
    return main;
  }

  /** Whether the main task has ended. */
  boolean isEnding() {
    return round != null;
  }

  /** How long the last tasks may still take. */
  long nanosLeft() {
    return Math.max(0, limit - System.nanoTime());
  }

  /** What the last tasks wait for cannot come any more. */
  void giveUp() {
    hopeless = true;
  }

  /** The task to run the hub for; null when there is none any more, or no time. */
  Task<?> next() {
    if (!main.isDone()) {
      return main;
    }
    if (round == null) {
      round = List.of();
      limit = System.nanoTime() + options.graceNanos();
    }
    while (!hopeless && nanosLeft() > 0) {
      while (at < round.size()) {
        if (!round.get(at).isDone()) {
          return round.get(at);
        }
        at++;
      }
      if (!kill()) {
        return null;
      }
    }
    tellLeftOver();
    return null;
  }

  private boolean kill() {
    loop.takeOutside();
    round = loop.tasks();
    at = 0;
    for (Task<?> task : round) {
      task.killAsync(new TaskExit("its hub ends"));
    }
    return !round.isEmpty();
  }

  private void tellLeftOver() {
    if (!told && loop.taskCount() > 0) {
      told = true;
      options.leftOver(loop.hub(), loop.tasks());
    }
  }
}
