package dev.weft.hub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The tasks of a scheduler with several carriers that have not ended. Threads: any. */
final class StripedTasks {
  private static final int STRIPES = 16;

  private final TaskTable[] stripes = new TaskTable[STRIPES];

  StripedTasks() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new TaskTable();
    }
  }

  void add(Task<?> task) {
    TaskTable stripe = stripeOf(task);
    synchronized (stripe) {
      stripe.add(task);
    }
  }

  void remove(Task<?> task) {
    TaskTable stripe = stripeOf(task);
    synchronized (stripe) {
      stripe.remove(task);
    }
  }

  List<Task<?>> all() {
    List<Task<?>> all = new ArrayList<>();
    for (TaskTable stripe : stripes) {
      synchronized (stripe) {
        all.addAll(stripe.all());
      }
    }
    all.sort(Comparator.comparingLong(Task::id));
    return all;
  }

  private TaskTable stripeOf(Task<?> task) {
    return stripes[(int) (task.id() & (STRIPES - 1))];
  }
}
