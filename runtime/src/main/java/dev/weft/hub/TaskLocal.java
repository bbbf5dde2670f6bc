package dev.weft.hub;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A variable of which each task has its own value. In plain code outside of tasks it is a variable
 * of the thread. A new task gets a copy of its spawner's values, unless {@link TaskSpec#locals}
 * says otherwise.
 *
 * <p>Threads: any; a value is seen by its task, and by those it shares its locals with.
 */
public final class TaskLocal<T> {
  private final Supplier<? extends T> initial;

  private TaskLocal(Supplier<? extends T> initial) {
    this.initial = initial;
  }

  /** A local that starts as null. */
  public static <T> TaskLocal<T> create() {
    return withInitial(() -> null);
  }

  /** A local that asks {@code initial} for its first value in each task. */
  public static <T> TaskLocal<T> withInitial(Supplier<? extends T> initial) {
    return new TaskLocal<>(Objects.requireNonNull(initial, "initial"));
  }

  /** The value in the running task. */
  @SuppressWarnings("unchecked") // set and initial give nothing else
  public T get() {
    TaskLocals locals = TaskLocals.current();
    if (locals.has(this)) {
      return (T) locals.get(this);
    }
    T value = initial.get();
    locals.set(this, value);
    return value;
  }

  /** Sets the value in the running task. */
  public void set(T value) {
    TaskLocals.current().set(this, value);
  }

  /** Forgets the value: the next {@link #get} starts anew. */
  public void remove() {
    TaskLocals.current().remove(this);
  }
}
