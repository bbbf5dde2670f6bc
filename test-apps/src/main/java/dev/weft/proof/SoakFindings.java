package dev.weft.proof;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What a soak has found wrong, and how much it has looked at. Any thread. */
final class SoakFindings {
  private static final int MOST = 50;

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final LongAdder checks = new LongAdder();

  /** Notes {@code text} unless {@code holds}. */
  void require(boolean holds, Supplier<String> text) {
    checks.increment();
    if (!holds) {
      note(text.get());
    }
  }

  /** Something failed that cannot. */
  void unexpected(String where, Throwable failure) {
    StringBuilder text = new StringBuilder(where).append(": ").append(failure);
    for (StackTraceElement element : failure.getStackTrace()) {
      text.append("\n    at ").append(element);
    }
    note(text.toString());
  }

  private void note(String text) {
    if (wrong.size() < MOST) {
      wrong.add(text);
    }
  }

  Queue<String> wrong() {
    return wrong;
  }

  long checks() {
    return checks.sum();
  }
}
