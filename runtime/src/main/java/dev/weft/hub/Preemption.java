package dev.weft.hub;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets no thread of the program that became a task run on and on while others of its hub wait: it
 * may be waiting for one of them, in a loop, as a thread may. It is asked to let them have their
 * turns at its next check ({@link dev.weft.abi.Hold#check}); when it comes to none, they run beside
 * it, as threads would. Used by the watch.
 */
final class Preemption {
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Who is in these holds locks of the JVM's, for which all others might wait. */
  private static final Set<String> OF_JVM = Set.of("<clinit>", "loadClass", "linkCallSite");

  private final Baton baton;
  private Carrier asked;

  Preemption(Baton baton) {
    this.baton = baton;
  }

  /** Whether others may run while a thread stands here. */
  static boolean isBetween(StackTraceElement[] trace) {
    for (StackTraceElement element : trace) {
      if (OF_JVM.contains(element.getMethodName())
          || element.getClassName().startsWith("dev.weft.agent.")) {
        return false;
      }
    }
    return true;
  }

  /** The holder has run one task for {@code nanos}. */
  void look(Carrier holder, long nanos) {
    if (nanos < LONG_NANOS) {
      return;
    }
    if (asked == null) {
      ask(holder);
    } else if (nanos > 2 * LONG_NANOS) {
      takeBack();
      boolean taken = baton.take(holder, true, true);
      assert !taken || asked == null;
    }
  }

  private void ask(Carrier holder) {
    Lookout.begin();
    if (holder.hurry()) {
      asked = holder;
    } else {
      Lookout.end();
    }
  }

  /** Another task runs, or none. */
  void takeBack() {
    if (asked != null && asked.unhurry()) {
      Lookout.end();
    }
    asked = null;
  }
}
