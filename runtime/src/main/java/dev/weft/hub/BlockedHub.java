package dev.weft.hub;

import dev.weft.continuation.CarrierTrace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A hub that has not switched for too long: one of its tasks computes, or blocks the thread, and
 * all others wait. See {@link HubOptions#monitor(Duration)}.
 *
 * @param task the task that runs; empty when it was not to be seen, or none runs
 * @param blockedFor how long the hub has not switched
 * @param stack what its thread does, innermost call first
 */
public record BlockedHub(
    Hub hub, Optional<Task<?>> task, Duration blockedFor, List<StackTraceElement> stack) {
  /** The innermost method that is the program's own: the place that is reported once. */
  public String culprit() {
    for (StackTraceElement element : stack) {
      if (!isJdk(element) && !CarrierTrace.isRuntime(element) && !isAgent(element)) {
        return element.getClassName() + "." + element.getMethodName();
      }
    }
    return stack.isEmpty() ? "?" : stack.get(0).getClassName() + "." + stack.get(0).getMethodName();
  }

  /** It may weave in the middle of a call: what called has to wait, and is named. */
  private static boolean isAgent(StackTraceElement element) {
    return element.getClassName().startsWith("dev.weft.agent.");
  }

  private static boolean isJdk(StackTraceElement element) {
    String name = element.getClassName();
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(hub).append(" has not switched for ").append(blockedFor.toMillis());
    text.append(" ms; ").append(task.map(Task::toString).orElse("its thread"));
    text.append(" keeps all others from running, in ").append(culprit()).append(':');
    for (StackTraceElement element : stack) {
      text.append(System.lineSeparator()).append("    at ").append(element);
    }
    return text.toString();
  }
}
