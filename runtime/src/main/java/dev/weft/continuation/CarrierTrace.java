package dev.weft.continuation;

import java.util.ArrayList;
import java.util.List;

/** What another thread is doing, as its sources have it: without the frames of this runtime. */
public final class CarrierTrace {
  private CarrierTrace() {}

  /**
   * The stack of {@code thread}, innermost call first. The suspended callers of a coroutine that
   * runs there are on the heap, and not in it.
   */
  public static List<StackTraceElement> of(Thread thread) {
    List<StackTraceElement> elements = new ArrayList<>();
    StackTraceElement callee = null;
    for (StackTraceElement element : thread.getStackTrace()) {
      if (!StackTraces.isInternal(element)
          && (callee == null || !StackTraces.isBridge(element, callee))) {
        elements.add(StackTraces.asWritten(element));
      }
      callee = element;
    }
    return elements;
  }

  /** Whether an element is one of this runtime's, or stands for one of the JDK's in its place. */
  public static boolean isRuntime(StackTraceElement element) {
    return StackTraces.isRuntime(element.getClassName());
  }
}
