package dev.weft.hub;

import java.util.HashMap;
import java.util.Map;

/**
 * The values of a task's {@link TaskLocal}s, and the contexts it carries. The map of values is one
 * for several tasks that share them, and guarded by itself, because these may run on different
 * carriers.
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

  /** Null when nothing is to be done. */
  private final Mounting mounting;

  TaskLocals() {
    this(new HashMap<>(), null);
  }

  private TaskLocals(Map<TaskLocal<?>, Object> values, Mounting mounting) {
    this.values = values;
    this.mounting = mounting;
  }

  /** The values of the running task, or of the current thread outside of tasks. */
  static TaskLocals current() {
    Task<?> task = Task.currentOrNull();
    return task == null ? OF_THREAD.get() : task.locals();
  }

  /**
   * What a task starts with that the calling code spawns; null for nothing yet.
   *
   * @param spawner the task that runs the calling code; null for a thread, which has no locals to
   *     pass on
   * @param contexts what the new task carries; null for nothing
   */
  static TaskLocals inherit(Task<?> spawner, Inheritance inheritance, TaskContext<?>[] contexts) {
    CarriedContexts carried = contexts == null ? null : CarriedContexts.of(contexts, inheritance);
    if (spawner != null && inheritance == Inheritance.SHARED) {
      TaskLocals original = spawner.locals();
      return carried == original.mounting ? original : new TaskLocals(original.values, carried);
    }
    TaskLocals original =
        spawner == null || inheritance == Inheritance.EMPTY ? null : spawner.localsOrNull();
    if (original == null || original.isEmpty()) {
      return carried == null ? null : new TaskLocals(new HashMap<>(), carried);
    }
    return new TaskLocals(original.copy(), carried);
  }

  /** The same values for a task around whose turns something else is to be done. */
  TaskLocals with(Mounting other) {
    return new TaskLocals(values, other);
  }

  /** What is to be done around the turns of a task; null for nothing. */
  static Mounting mounting(Task<?> task) {
    TaskLocals locals = task.localsOrNull();
    return locals == null ? null : locals.mounting;
  }

  private boolean isEmpty() {
    synchronized (values) {
      return values.isEmpty();
    }
  }

  private Map<TaskLocal<?>, Object> copy() {
    synchronized (values) {
      return new HashMap<>(values);
    }
  }

  boolean has(TaskLocal<?> local) {
    synchronized (values) {
      return values.containsKey(local);
    }
  }

  Object get(TaskLocal<?> local) {
    synchronized (values) {
      return values.get(local);
    }
  }

  void set(TaskLocal<?> local, Object value) {
    synchronized (values) {
      values.put(local, value);
    }
  }

  void remove(TaskLocal<?> local) {
    synchronized (values) {
      values.remove(local);
    }
  }
}
