package dev.weft.proof;

import dev.weft.SuspendableCallable;
import dev.weft.hub.HubGroup;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Task;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The tasks beside the parties of a storm, on any hub or carrier; none may be lost. Any thread. */
final class SpawnedTasks {
  private final HubGroup group;
  private final ParallelScheduler parallel;
  private final Queue<Task<?>> tasks = new ConcurrentLinkedQueue<>();

  SpawnedTasks(HubGroup group, ParallelScheduler parallel) {
    this.group = group;
    this.parallel = parallel;
  }

  /** Spawns one somewhere. */
  <T> Task<T> spawn(Random random, SuspendableCallable<T> body) {
    int place = random.nextInt(group.hubs().size() + 1);
    return keep(place == group.hubs().size() ? parallel.spawn(body) : group.spawnOn(place, body));
  }

  /** Remembers one that was spawned otherwise. */
  <T> Task<T> keep(Task<T> task) {
    tasks.add(task);
    return task;
  }

  /** When the storm is over: all have ended. */
  void check(SoakFindings findings) {
    for (Task<?> task : tasks) {
      findings.require(task.isDone(), () -> "lost: " + task);
    }
  }

  int count() {
    return tasks.size();
  }
}
