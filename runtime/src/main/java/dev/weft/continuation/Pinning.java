package dev.weft.continuation;

import dev.weft.abi.Abi;
import dev.weft.abi.PlainReason;
import dev.weft.continuation.PinnedException.Reason;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Finds the frame that keeps a coroutine from being suspended, and says how to get rid of it. */
public final class Pinning {
  private static final StackWalker WALKER =
      StackWalker.getInstance(
          EnumSet.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_REFLECT_FRAMES));

  private static final String STACK_LAST = "Ldev/weft/abi/FrameStack;)";

  private Pinning() {}

  /**
   * The exception of an operation that cannot suspend.
   *
   * @param operation what was attempted, as the start of a sentence: {@code "yieldValue"}
   * @param trampolines how many inner coroutines to skip before the obstacle is looked for
   */
  public static PinnedException pinned(String operation, int trampolines) {
    List<StackFrame> frames = WALKER.walk(stream -> stream.toList());
    int next = 0;
    for (int skipped = 0; skipped < trampolines; skipped++) {
      while (next < frames.size() && !isTrampoline(frames.get(next))) {
        next++;
      }
      next++;
    }
    while (next < frames.size() && isRuntime(frames.get(next))) {
      next++;
    }
    List<StackFrame> plain = new ArrayList<>();
    int end = next;
    while (end < frames.size() && !isWoven(frames.get(end)) && !isTrampoline(frames.get(end))) {
      if (!isRuntime(frames.get(end))) {
        plain.add(frames.get(end));
      }
      end++;
    }
    Optional<StackFrame> caller =
        end < frames.size() && isWoven(frames.get(end))
            ? Optional.of(frames.get(end))
            : Optional.empty();
    return describe(operation, plain, caller);
  }

  /** The stack of the current thread up to the operation that asks, in the user's terms. */
  static StackTraceElement[] currentTrace() {
    List<StackFrame> frames = WALKER.walk(stream -> stream.toList());
    List<StackTraceElement> elements = new ArrayList<>();
    StackTraceElement callee = null;
    for (StackFrame frame : frames) {
      StackTraceElement element = frame.toStackTraceElement();
      boolean noise = elements.isEmpty() && frame.getClassName().equals("java.util.Optional");
      if ((!isRuntime(frame) || StackTraces.isReflectiveCall(frame.getClassName()))
          && !noise
          && (callee == null || !StackTraces.isBridge(element, callee))) {
        elements.add(StackTraces.asWritten(element));
      }
      callee = element;
    }
    return elements.toArray(StackTraceElement[]::new);
  }

  /** The outermost plain frame is to blame, unless it is one that only passes calls on. */
  private static PinnedException describe(
      String operation, List<StackFrame> plain, Optional<StackFrame> caller) {
    // A bridge has no lines: then it is the plain method it calls that may hold a monitor.
    Optional<PinnedException> monitor =
        caller
            .filter(woven -> woven.getLineNumber() > 0 || plain.isEmpty())
            .flatMap(woven -> monitorOf(operation, woven));
    if (monitor.isPresent()) {
      return monitor.get();
    }
    for (int i = plain.size() - 1; i >= 0; i--) {
      Optional<PinnedException> found = ofCulprit(operation, plain.get(i));
      if (found.isPresent()) {
        return found.get();
      }
    }
    Optional<StackFrame> place =
        plain.isEmpty() ? caller : Optional.of(plain.get(plain.size() - 1));
    return place
        .map(
            frame ->
                exception(
                    operation,
                    frame,
                    Reason.NOT_WOVEN,
                    "the call was made as plain code; weave the class with this agent"))
        .orElseGet(
            () ->
                new PinnedException(
                    operation + " cannot suspend here: the frame in the way was not found",
                    Reason.NOT_WOVEN,
                    null));
  }

  private static Optional<PinnedException> monitorOf(String operation, StackFrame woven) {
    return Abi.explainPlainCall(
            woven.getDeclaringClass(),
            woven.getMethodName(),
            woven.getDescriptor(),
            woven.getLineNumber())
        .map(reason -> exception(operation, woven, reasonOf(reason), reason.text()));
  }

  /** Empty when the frame only passes the call on. */
  private static Optional<PinnedException> ofCulprit(String operation, StackFrame culprit) {
    if (culprit.getMethodName().equals("<init>")) {
      return Optional.of(
          exception(
              operation,
              culprit,
              Reason.CONSTRUCTOR,
              "a constructor cannot be suspended; suspend before or after the object is made,"
                  + " in a factory method for example"));
    }
    if (culprit.getMethodName().equals("<clinit>")) {
      return Optional.of(
          exception(
              operation,
              culprit,
              Reason.CLASS_INITIALIZER,
              "a class initialiser cannot be suspended; move the work into a method"));
    }
    if (isReflection(culprit.getClassName())) {
      return Optional.of(
          exception(
              operation,
              culprit,
              Reason.REFLECTION,
              "a reflective call cannot be suspended; call the method directly, or through an"
                  + " interface"));
    }
    if (culprit.isNativeMethod()) {
      return Optional.of(
          exception(
              operation,
              culprit,
              Reason.NATIVE,
              "a native method cannot be suspended; call it elsewhere"));
    }
    if (isJdk(culprit.getDeclaringClass())) {
      return Optional.of(
          exception(
              operation,
              culprit,
              Reason.NOT_WOVEN,
              "the JDK's own code is not woven and cannot be suspended; call the suspendable code"
                  + " from woven code, not from a lambda, or a method like hashCode, that the JDK"
                  + " calls back"));
    }
    return ofApplication(operation, culprit);
  }

  private static Optional<PinnedException> ofApplication(String operation, StackFrame culprit) {
    Optional<PlainReason> reason =
        Abi.explainPlainBody(
            culprit.getDeclaringClass(),
            culprit.getMethodName(),
            culprit.getDescriptor(),
            culprit.getLineNumber());
    if (reason.isEmpty()) {
      return Optional.of(
          exception(
              operation,
              culprit,
              Reason.NOT_WOVEN,
              "the method is not woven; mark it @Suspendable or add its class to the agent's"
                  + " include= option, and call it from woven code"));
    }
    return reason.get().kind() == PlainReason.Kind.TRANSPARENT
        ? Optional.empty()
        : Optional.of(exception(operation, culprit, reasonOf(reason.get()), reason.get().text()));
  }

  private static boolean isReflection(String className) {
    return className.startsWith("java.lang.reflect.")
        || className.startsWith("jdk.internal.reflect.")
        || className.startsWith("java.lang.invoke.");
  }

  private static Reason reasonOf(PlainReason reason) {
    return switch (reason.kind()) {
      case MONITOR -> Reason.MONITOR;
      case REFUSED -> Reason.REFUSED;
      case CALLED_PLAINLY -> Reason.REFLECTION;
      case EXCLUDED, TRANSPARENT -> Reason.NOT_WOVEN;
    };
  }

  private static PinnedException exception(
      String operation, StackFrame place, Reason reason, String wayOut) {
    StackTraceElement element = StackTraces.asWritten(place.toStackTraceElement());
    PinnedException exception =
        new PinnedException(
            operation + " cannot suspend the coroutine at " + element + ": " + wayOut,
            reason,
            element);
    exception.setStackTrace(currentTrace());
    return exception;
  }

  private static boolean isJdk(Class<?> type) {
    return type.getClassLoader() == null
        || type.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }

  private static boolean isTrampoline(StackFrame frame) {
    return StackTraces.isTrampoline(frame.getClassName(), frame.getMethodName());
  }

  private static boolean isRuntime(StackFrame frame) {
    return StackTraces.isRuntime(frame.getClassName());
  }

  private static boolean isWoven(StackFrame frame) {
    return frame.getDescriptor().contains(STACK_LAST) && !isRuntime(frame);
  }
}
