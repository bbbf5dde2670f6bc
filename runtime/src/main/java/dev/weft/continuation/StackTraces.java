package dev.weft.continuation;

import dev.weft.abi.Abi;
import dev.weft.abi.Frame;
import dev.weft.abi.ReflectiveCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Makes stack traces whole: where a trampoline stands in one, the suspended callers belong, and
 * woven bodies go by the name of the method they are made from.
 */
final class StackTraces {
  private static final String TRAMPOLINE = Trampoline.class.getName();
  private static final StackTraceElement[] NONE = {};
  private static final Set<String> BUILT_IN = Set.of("app", "platform");

  /** The runtime's classes that a user calls by name; the others are left out of traces. */
  private static final Set<String> FACADES =
      Set.of(
          "dev.weft.continuation.Continuation",
          "dev.weft.generator.Generator",
          "dev.weft.greenlet.Greenlet",
          "dev.weft.hub.Hub",
          "dev.weft.hub.HubGroup",
          "dev.weft.hub.Task",
          "dev.weft.hub.Timeout");

  /** Stands in a trace for the method of the JDK that the source calls. */
  private static final String REFLECTIVE_CALL = ReflectiveCall.class.getName();

  private static final List<String> RUNTIME_PACKAGES =
      List.of(
          "dev.weft.abi.",
          "dev.weft.channel.",
          "dev.weft.continuation.",
          "dev.weft.debug.",
          "dev.weft.generator.",
          "dev.weft.greenlet.",
          "dev.weft.hub.",
          "dev.weft.interop.",
          "dev.weft.io.",
          "dev.weft.patch.",
          "dev.weft.sync.",
          "dev.weft.waiting.");

  /** Those of them whose methods wait for others. */
  private static final List<String> WAIT_PACKAGES =
      List.of("dev.weft.channel.", "dev.weft.hub.", "dev.weft.interop.", "dev.weft.sync.");

  private StackTraces() {}

  private static boolean isTrampoline(StackTraceElement element) {
    return isTrampoline(element.getClassName(), element.getMethodName());
  }

  /** Whether these name the method on whose place suspended callers are put. */
  static boolean isTrampoline(String className, String methodName) {
    return className.equals(TRAMPOLINE) && methodName.equals("enter");
  }

  /** Whether a class belongs to the runtime. */
  static boolean isRuntime(String className) {
    if (className.startsWith("dev.weft.")) {
      for (String runtimePackage : RUNTIME_PACKAGES) {
        if (className.startsWith(runtimePackage)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Uses everything once, early. Were this class first needed when the stack overflows, its
   * initialisation would fail, and with it every later use.
   */
  static void prepare() {
    Throwable exception = new Throwable("prepare", new Throwable());
    exception.addSuppressed(new Throwable());
    splice(exception, new Trampoline.EndFrame(), new Trampoline.EndFrame());
  }

  /** The elements of a chain of frames, innermost first, inner coroutines included. */
  static List<StackTraceElement> of(Frame innermost) {
    List<StackTraceElement> elements = new ArrayList<>();
    for (Frame frame : frames(innermost)) {
      elements.add(frame.element());
    }
    return elements;
  }

  /**
   * The same of what waits, from the place in the program on: which of the runtime's own methods
   * have a frame there depends on how they are written.
   */
  static List<StackTraceElement> ofWaiting(Frame innermost) {
    List<StackTraceElement> elements = of(innermost);
    int program = 0;
    while (program < elements.size() && isWait(elements.get(program))) {
      program++;
    }
    return elements.subList(program, elements.size());
  }

  /** Whether this is a method of the runtime in which callers wait. */
  static boolean isWait(StackTraceElement element) {
    for (String waitPackage : WAIT_PACKAGES) {
      if (element.getClassName().startsWith(waitPackage)) {
        return true;
      }
    }
    return false;
  }

  /** The frames of a chain that stand for calls in the program, innermost first. */
  static List<Frame> frames(Frame innermost) {
    List<Frame> frames = new ArrayList<>();
    addFrames(innermost, frames);
    return frames;
  }

  private static void addFrames(Frame innermost, List<Frame> frames) {
    for (Frame frame = innermost; frame != null; frame = frame.caller) {
      if (frame instanceof CapturedFrame captured) {
        if (captured.inner() != null) {
          addFrames(captured.inner().innermost(), frames);
        }
      } else {
        String className = frame.resumer.site().className();
        if (!className.isEmpty() && !isInternal(className)) {
          frames.add(frame); // else a lambda's adapter, or of the runtime: it has no place
        }
      }
    }
  }

  /**
   * An element with the name the method has in the source. An element built by hand prints more
   * than the JVM's own would, so what those leave out is left out here.
   */
  static StackTraceElement asWritten(StackTraceElement element) {
    if (isReflectiveCall(element.getClassName())) {
      return ReflectiveCall.place();
    }
    String name = plainName(element.getMethodName());
    boolean builtIn =
        element.getClassLoaderName() == null || BUILT_IN.contains(element.getClassLoaderName());
    if (name.equals(element.getMethodName()) && !builtIn) {
      return element;
    }
    return new StackTraceElement(
        builtIn ? null : element.getClassLoaderName(),
        element.getModuleName(),
        null,
        element.getClassName(),
        name,
        element.getFileName(),
        element.getLineNumber());
  }

  /** Whether a method with this name is a twin or a resume body. */
  static boolean isWovenBody(String methodName) {
    return methodName.startsWith(Abi.RESUME_PREFIX) || methodName.startsWith(Abi.TWIN_PREFIX);
  }

  private static String plainName(String name) {
    if (name.startsWith(Abi.RESUME_PREFIX)) {
      return name.substring(name.indexOf('$', Abi.RESUME_PREFIX.length()) + 1);
    }
    return name.startsWith(Abi.TWIN_PREFIX) ? name.substring(Abi.TWIN_PREFIX.length()) : name;
  }

  /**
   * Completes the trace of an exception that leaves {@code frame}, and of its causes. Does nothing
   * to an exception whose trace was not taken under this trampoline, and never throws.
   */
  static void splice(Throwable exception, Frame frame, Frame caller) {
    splice(exception, frame, caller, false);
  }

  /**
   * Completes the trace of an exception that is the result of {@code frame}, and of its causes, if
   * they were made there, or in a caller that stood on the Java stack with it then. Never throws.
   *
   * @return whether the trace of {@code exception} was completed
   */
  static boolean spliceReturned(Throwable exception, Frame frame, Frame caller) {
    return splice(exception, frame, caller, true);
  }

  private static boolean splice(
      Throwable exception, Frame frame, Frame caller, boolean onlyIfMadeHere) {
    try {
      Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      return splice(exception, frame, caller, onlyIfMadeHere, seen);
    } catch (OutOfMemoryError | StackOverflowError | RuntimeException e) {
      // The exception itself matters more than the beauty of its trace.
      return false;
    }
  }

  private static boolean splice(
      Throwable exception, Frame frame, Frame caller, boolean onlyIfMadeHere, Set<Throwable> seen) {
    if (exception == null || !seen.add(exception)) {
      return false;
    }
    StackTraceElement[] trace = exception.getStackTrace();
    StackTraceElement[] whole = whole(trace, frame, caller, onlyIfMadeHere);
    if (whole != trace) {
      exception.setStackTrace(whole);
    }
    splice(exception.getCause(), frame, caller, onlyIfMadeHere, seen);
    for (Throwable suppressed : exception.getSuppressed()) {
      splice(suppressed, frame, caller, onlyIfMadeHere, seen);
    }
    return whole != trace;
  }

  private static StackTraceElement[] whole(
      StackTraceElement[] trace, Frame frame, Frame caller, boolean onlyIfMadeHere) {
    int trampoline = 0;
    while (trampoline < trace.length && !isTrampoline(trace[trampoline])) {
      trampoline++;
    }
    if (trampoline == trace.length) {
      return trace;
    }
    List<StackTraceElement> elements = new ArrayList<>(trace.length);
    for (int i = 0; i < trampoline; i++) {
      if (!isInternal(trace[i])) {
        add(i, trace, elements);
      }
    }
    if (!addCallersHere(elements, frame, caller)) {
      if (onlyIfMadeHere) {
        return trace;
      }
      addOtherCallers(elements, frame, caller);
    }
    int rest = trampoline + 1;
    while (rest < trace.length && isInternal(trace[rest]) && !isTrampoline(trace[rest])) {
      rest++; // not the next trampoline: its callers belong there
    }
    for (int i = rest; i < trace.length; i++) {
      add(i, trace, elements);
    }
    return elements.toArray(NONE);
  }

  /** Bridges go now: once they have the name of the method, nobody knows them any more. */
  private static void add(int i, StackTraceElement[] trace, List<StackTraceElement> elements) {
    if (i == 0 || !isBridge(trace[i], trace[i - 1])) {
      elements.add(asWritten(trace[i]));
    }
  }

  /**
   * Adds the callers, at the time the trace was taken, of the outermost element. That is {@code
   * frame}, or, when the exception was caught and held across a suspension, one of its callers,
   * which stood on the Java stack together with it then. In a recursion that repeats one line it
   * cannot be told how many levels those were; it is taken for the ordinary case.
   *
   * @return whether it is one of them
   */
  private static boolean addCallersHere(
      List<StackTraceElement> elements, Frame frame, Frame caller) {
    List<StackTraceElement> chain = new ArrayList<>();
    List<Frame> next = new ArrayList<>();
    Frame at = hasPlace(frame) ? frame : null;
    while (at != null && !(at instanceof CapturedFrame) && chain.size() < elements.size()) {
      Frame callerThere = at == frame ? caller : at.caller;
      if (hasPlace(at)) {
        chain.add(at.element());
        next.add(callerThere);
      }
      at = callerThere;
    }
    for (int levels = 1; levels <= chain.size(); levels++) {
      if (endsIn(elements, chain.subList(0, levels))) {
        elements.addAll(of(next.get(levels - 1)));
        return true;
      }
    }
    return false;
  }

  /** For an exception that a caller made and passed to the method that throws it, and the like. */
  private static void addOtherCallers(List<StackTraceElement> elements, Frame frame, Frame caller) {
    if (elements.isEmpty() || !hasPlace(frame)) {
      elements.addAll(of(caller));
      return;
    }
    List<StackTraceElement> outermost = elements.subList(elements.size() - 1, elements.size());
    for (Frame at = caller; at != null && !(at instanceof CapturedFrame); at = at.caller) {
      if (hasPlace(at) && endsIn(outermost, List.of(at.element()))) {
        elements.addAll(of(at.caller));
        return;
      }
    }
  }

  private static boolean hasPlace(Frame frame) {
    return !(frame instanceof CapturedFrame)
        && !frame.resumer.site().className().isEmpty() // a lambda's adapter
        && !isInternal(frame.element()); // the runtime's own frames are left out
  }

  /** Whether the last elements are these; the first of them has gone on to another line. */
  private static boolean endsIn(List<StackTraceElement> elements, List<StackTraceElement> last) {
    int start = elements.size() - last.size();
    for (int i = 0; i < last.size(); i++) {
      StackTraceElement actual = elements.get(start + i);
      StackTraceElement expected = last.get(i);
      if (!actual.getClassName().equals(expected.getClassName())
          || !actual.getMethodName().equals(expected.getMethodName())
          || (i > 0 && actual.getLineNumber() != expected.getLineNumber())) {
        return false;
      }
    }
    return true;
  }

  /** Whether an element is a twin that only calls the plain method, which is the one above it. */
  static boolean isBridge(StackTraceElement element, StackTraceElement callee) {
    String name = element.getMethodName();
    return element.getLineNumber() < 0
        && name.startsWith(Abi.TWIN_PREFIX)
        && plainName(name).equals(callee.getMethodName())
        && element.getClassName().equals(callee.getClassName());
  }

  /** Whether a class makes reflective calls in the place of the JDK. */
  static boolean isReflectiveCall(String className) {
    return className.equals(REFLECTIVE_CALL);
  }

  static boolean isInternal(StackTraceElement element) {
    return isInternal(element.getClassName());
  }

  private static boolean isInternal(String className) {
    return isRuntime(className) && !FACADES.contains(className) && !isReflectiveCall(className);
  }
}
