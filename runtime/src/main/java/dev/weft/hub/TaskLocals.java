package dev.weft.hub;

import java.util.HashMap;
import java.util.Map;

/**
 * The values of a task's {@link TaskLocal}s; one map for several tasks that share them. Guarded by
 * itself, because sharing tasks may run on different carriers.
 */
public final class TaskLocals {
  /** What a new task gets of its spawner's values. */
  public enum Inheritance {
    /** Nothing: every local has its initial value. */
    EMPTY,
    /** A copy: what either sets later, the other does not see. */
    COPIED,
    /** The same values: what either sets, the other sees. */
    SHARED
  }

  private static final ThreadLocal<TaskLocals> OF_THREAD = ThreadLocal.withInitial(TaskLocals::new);

  private final Map<TaskLocal<?>, Object> values;

  TaskLocals() {
    values = new HashMap<>();
  }

  private TaskLocals(TaskLocals original) {
    synchronized (original) {
      values = new HashMap<>(original.values);
    }
  }

  /** The values of the running task, or of the current thread outside of tasks. */
  static TaskLocals current() {
    Task<?> task = Task.currentOrNull();
    return task == null ? OF_THREAD.get() : task.locals();
  }

  /** What a task spawned by {@code spawner} starts with; null for nothing yet. */
  static TaskLocals inherit(Task<?> spawner, Inheritance inheritance) {
    if (spawner == null) {
      return null; // threads pass nothing on
    }
    return switch (inheritance) {
      case EMPTY -> null;
      case COPIED -> {
        TaskLocals original = spawner.localsOrNull();
        yield original == null || original.isEmpty() ? null : new TaskLocals(original);
      }
      case SHARED -> spawner.locals();
    };
  }

  private synchronized boolean isEmpty() {
    return values.isEmpty();
  }

  synchronized boolean has(TaskLocal<?> local) {
    return values.containsKey(local);
  }

  synchronized Object get(TaskLocal<?> local) {
    return values.get(local);
  }

  synchronized void set(TaskLocal<?> local, Object value) {
    values.put(local, value);
  }

  synchronized void remove(TaskLocal<?> local) {
    values.remove(local);
  }
}
