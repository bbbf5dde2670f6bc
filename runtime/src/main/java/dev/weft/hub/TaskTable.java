package dev.weft.hub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The tasks of a hub that have not ended. Changed by the carrier alone; {@link #all} may be called
 * by any thread, and then misses what changes at that moment.
 */
final class TaskTable {
  private static final int FIRST_CAPACITY = 16;

  private volatile Task<?>[] tasks = new Task<?>[FIRST_CAPACITY];
  private volatile int size;

  void add(Task<?> task) {
    Task<?>[] array = tasks;
    int at = size;
    if (at == array.length) {
      array = Arrays.copyOf(array, at * 2);
      tasks = array;
    }
    array[at] = task;
    task.index = at;
    size = at + 1;
  }

  void remove(Task<?> task) {
    int last = size - 1;
    Task<?> moved = tasks[last];
    tasks[task.index] = moved;
    moved.index = task.index;
    tasks[last] = null;
    task.index = -1;
    size = last;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** One of them; only when there is one. */
  Task<?> any() {
    return tasks[0];
  }

  /** All of them, in the order in which they were spawned. */
  List<Task<?>> all() {
    Task<?>[] array = tasks;
    int end = Math.min(size, array.length);
    List<Task<?>> all = new ArrayList<>(end);
    for (int i = 0; i < end; i++) {
      Task<?> task = array[i];
      if (task != null) {
        all.add(task);
      }
    }
    all.sort(Comparator.comparingLong(Task::id));
    return all;
  }
}
