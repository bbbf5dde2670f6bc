package dev.weft.hub;

import java.util.List;

/**
 * Tasks of a {@link TaskGroup} failed. The first failure is the cause, the others are suppressed
 * exceptions; the group's body comes last, if it failed too.
 */
public final class TaskGroupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Throwable> failures;

  TaskGroupException(List<Throwable> failures) {
    super(
        failures.size() == 1
            ? "a task of the group failed: " + failures.get(0)
            : failures.size() + " failures in the group, the first is " + failures.get(0),
        failures.get(0));
    this.failures = List.copyOf(failures);
    failures.stream().skip(1).forEach(this::addSuppressed);
  }

  /** All failures, in the order in which they happened. */
  public List<Throwable> failures() {
    return failures;
  }
}
