package dev.weft.hub;

/**
 * The contexts of one task, or, while it runs, those of its carrier.
 *
 * <p>Threads: the carrier that is about to run the task, runs it, or has just run it.
 */
final class CarriedContexts implements Mounting {
  /** In place of a snapshot: this context has failed, and is not carried any more. */
  private static final Object FAILED = new Object();

  /** Shared with other tasks, never written. */
  private final TaskContext<?>[] contexts;

  /** At the same index: the snapshot of who is not mounted, the task or its carrier. */
  private final Object[] snapshots;

  private CarriedContexts(TaskContext<?>[] contexts) {
    this.contexts = contexts;
    this.snapshots = new Object[contexts.length];
  }

  /** Those of a new task, spawned by the calling code. */
  static CarriedContexts of(TaskContext<?>[] contexts, TaskLocals.Inheritance inheritance) {
    CarriedContexts carried = new CarriedContexts(contexts);
    for (int i = 0; i < contexts.length; i++) {
      carried.snapshots[i] =
          inheritance == TaskLocals.Inheritance.EMPTY ? contexts[i].empty() : contexts[i].capture();
    }
    return carried;
  }

  /** The task is about to run: its contexts take the place of the carrier's. */
  @Override
  public void mount() {
    for (int i = 0; i < contexts.length; i++) {
      exchange(i);
    }
  }

  /** The task has stopped: the carrier's own come back. */
  @Override
  public void unmount() {
    for (int i = contexts.length - 1; i >= 0; i--) {
      exchange(i);
    }
  }

  private void exchange(int index) {
    Object next = snapshots[index];
    if (next == FAILED) {
      return;
    }
    try {
      @SuppressWarnings("unchecked") // it took the snapshot
      TaskContext<Object> context = (TaskContext<Object>) contexts[index];
      snapshots[index] = context.capture();
      context.restore(next);
    } catch (RuntimeException | Error e) {
      snapshots[index] = FAILED;
      Reports.failed("the context " + contexts[index], e);
    }
  }
}
