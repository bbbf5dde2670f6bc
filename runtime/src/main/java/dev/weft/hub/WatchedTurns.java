package dev.weft.hub;

/** Tells a {@link SwitchListener} of the turns of a task, inside of what was to be done already. */
final class WatchedTurns implements Mounting {
  private final Mounting outer;
  private final SwitchListener listener;
  private boolean failed;

  private WatchedTurns(Mounting outer, SwitchListener listener) {
    this.outer = outer;
    this.listener = listener;
  }

  /** Tells {@code listener} of the turns of {@code task} from now on. */
  static void begin(Task<?> task, SwitchListener listener) {
    TaskLocals locals = task.locals();
    task.setLocals(locals.with(new WatchedTurns(TaskLocals.mounting(task), listener)));
  }

  /** Tells it no more. Others may have begun since, and not have ended. */
  static void end(Task<?> task, SwitchListener listener) {
    TaskLocals locals = task.locals();
    task.setLocals(locals.with(without(TaskLocals.mounting(task), listener)));
  }

  private static Mounting without(Mounting mounting, SwitchListener listener) {
    if (!(mounting instanceof WatchedTurns turns)) {
      return mounting;
    }
    if (turns.listener == listener) {
      return turns.outer;
    }
    WatchedTurns kept = new WatchedTurns(without(turns.outer, listener), turns.listener);
    kept.failed = turns.failed;
    return kept;
  }

  @Override
  public void mount() {
    if (outer != null) {
      outer.mount();
    }
    tell(true);
  }

  @Override
  public void unmount() {
    tell(false);
    if (outer != null) {
      outer.unmount();
    }
  }

  private void tell(boolean resumed) {
    if (failed) {
      return;
    }
    try {
      if (resumed) {
        listener.resumed();
      } else {
        listener.stopped();
      }
    } catch (RuntimeException | Error e) {
      failed = true;
      Reports.failed("the listener of Tasks.watching, which is told nothing more,", e);
    }
  }
}
