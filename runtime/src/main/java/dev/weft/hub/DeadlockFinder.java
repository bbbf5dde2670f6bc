package dev.weft.hub;

import dev.weft.waiting.Waiter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds tasks that wait for each other in a circle, while others may live: only a kill or an
 * interrupt can end their waits. What a task waits for with a time limit, its own or a {@link
 * Timeout} around, is no part of a circle.
 *
 * <p>Never a false alarm, although the tasks may run meanwhile on other threads: a waiter is used
 * once, so a task that is seen twice in the same one has waited all the time in between; and a task
 * that waits neither takes nor gives anything. A circle counts when all of it has been seen
 * waiting, then holding, then still waiting. It follows every holder of a {@link
 * dev.weft.waiting.Blocker}, each of which must act before such a wait can end; a wait that any of
 * several can end is not followed.
 *
 * <p>A depth-first search, linear in tasks and holders. Threads: any.
 */
final class DeadlockFinder {
  private final Map<Task<?>, Waiter> seen = new HashMap<>();
  private final Set<Task<?>> finished = new HashSet<>();
  private final List<List<Task<?>>> found = new ArrayList<>();

  /** A task on the current path, and those of its holders that have not been followed. */
  private record Step(Task<?> task, List<Task<?>> holders) {}

  private DeadlockFinder() {}

  /** All circles that can be reached from {@code tasks}; each task of one waits for the next. */
  static List<List<Task<?>>> among(Collection<Task<?>> tasks) {
    DeadlockFinder finder = new DeadlockFinder();
    tasks.forEach(finder::search);
    return finder.found;
  }

  private void search(Task<?> start) {
    List<Step> path = new ArrayList<>();
    enter(start, path);
    while (!path.isEmpty()) {
      Step last = path.get(path.size() - 1);
      if (last.holders.isEmpty()) {
        path.remove(path.size() - 1);
        finished.add(last.task);
      } else {
        Task<?> next = last.holders.remove(last.holders.size() - 1);
        List<Task<?>> circle = circle(path, next);
        if (circle.isEmpty()) {
          enter(next, path);
        } else if (isDeadlock(circle)) {
          found.add(circle);
        }
      }
    }
  }

  private void enter(Task<?> task, List<Step> path) {
    if (finished.contains(task)) {
      return;
    }
    Waiter waiter = endlessWait(task);
    if (waiter == null) {
      finished.add(task);
      return;
    }
    seen.put(task, waiter);
    path.add(new Step(task, holders(waiter)));
  }

  private static List<Task<?>> circle(List<Step> path, Task<?> next) {
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i).task == next) {
        return List.copyOf(path.subList(i, path.size()).stream().map(Step::task).toList());
      }
    }
    return List.of();
  }

  private boolean isDeadlock(List<Task<?>> circle) {
    for (int i = 0; i < circle.size(); i++) {
      Task<?> holder = circle.get((i + 1) % circle.size());
      if (!holders(seen.get(circle.get(i))).contains(holder)) {
        return false;
      }
    }
    return circle.stream().allMatch(task -> endlessWait(task) == seen.get(task));
  }

  /** What the task waits in without any limit; null when it does not. */
  private static Waiter endlessWait(Task<?> task) {
    Waiter waiter = task.waiter();
    return waiter == null || waiter.isTimed() || waiter.isDecided() || task.hasTimeout()
        ? null
        : waiter;
  }

  private static List<Task<?>> holders(Waiter waiter) {
    List<Task<?>> tasks = new ArrayList<>();
    List<?> holders = waiter.blocker().holders();
    if (holders.size() > 1 && waiter.blocker().anyHolderSuffices()) {
      return tasks; // one of them may be free
    }
    for (Object holder : holders) {
      if (holder instanceof Task<?> task) {
        tasks.add(task);
      }
    }
    return tasks;
  }
}
