package dev.weft.continuation;

import dev.weft.abi.QuickCalls;
import dev.weft.continuation.PinnedException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A call that blocks a thread which runs a coroutine, read from the thread's stack by another one:
 * what it is, and which frame keeps the coroutine from waiting without the thread.
 *
 * @param name the method that the program called, and that blocks: {@code java.lang.Thread.sleep}
 * @param culprit the frame to change; the call itself if it was made by woven code
 * @param reason what is in the way
 * @param wayOut what to do about it, as the end of a sentence
 * @param stack the stack as written, innermost call first
 * @param endsWithCheck whether woven code runs again only behind a check of {@link
 *     dev.weft.abi.Hold}
 * @param isOutsideRuntime whether the runtime is not in the middle of something
 */
public record BlockedCall(
    String name,
    StackTraceElement culprit,
    Reason reason,
    String wayOut,
    List<StackTraceElement> stack,
    boolean endsWithCheck,
    boolean isOutsideRuntime) {

  private static final String AGENT = "dev.weft.agent.";

  /** Called by the JVM in the middle of an instruction, behind which there is no check. */
  private static final Set<String> BY_JVM = Set.of("loadClass", "linkCallSite", "<clinit>");

  private static final Pattern FORM =
      Pattern.compile("java\\.lang\\.invoke\\.(?:LambdaForm\\$|\\w+\\$Holder$)");

  private static final StackTraceElement UNKNOWN = new StackTraceElement("?", "?", null, -1);

  /** Stands behind each entry of a monitor in streams of the JDK, and in the copies instead. */
  private static final Set<String> MONITORS =
      Set.of("dev.weft.waiting.TaskMonitors", "dev.weft.waiting.MonitorWaits");

  /** What makes calls of the JDK in place of the program, with a check behind each. */
  private static final Set<String> CALLERS =
      Set.of("dev.weft.io.ChannelReads", "dev.weft.io.ChannelWrites", "dev.weft.io.Datagrams");

  /** In the names of woven copies of the JDK's classes. */
  private static final String COPY = "$$Weft/";

  private static final String SOCKET = "sun.nio.ch.NioSocketImpl";

  /** What it and its copy call to reach the operating system. */
  private static final Set<String> SOCKET_CALLS =
      Set.of(
          "sun.nio.ch.FileDispatcherImpl",
          "sun.nio.ch.IOUtil",
          "sun.nio.ch.Net",
          SOCKET,
          "sun.nio.ch.SocketDispatcher",
          "sun.nio.ch.UnixDispatcher");

  private static final Set<String> OF_MONITORS =
      Set.of("tryEnter", "tryExit", "tryNotify", "awaitTasks", "awaitItself");

  /**
   * What a thread does.
   *
   * @param stack its stack, taken first
   * @param stateOfThread its state, taken behind that
   */
  public static BlockedCall of(StackTraceElement[] stack, Thread.State stateOfThread) {
    StackTraceElement[] whole = withoutCallers(withoutForms(stack));
    StackTraceElement[] trace = withoutMonitors(whole);
    boolean atMonitor = trace.length < whole.length && stateOfThread != Thread.State.RUNNABLE;
    if (atMonitor && (trace.length == 0 || isRuntime(trace[0]))) {
      return ofResumedMonitor(whole, whole[whole.length - trace.length - 1]);
    }
    Thread.State state = atMonitor ? Thread.State.BLOCKED : stateOfThread;
    int caller = 0;
    while (caller < trace.length && isJdk(trace[caller])) {
      caller++;
    }
    if (caller == trace.length) {
      return new BlockedCall("?", UNKNOWN, Reason.NOT_WOVEN, "", List.of(), false, false);
    }
    int woven = caller;
    while (woven < trace.length && !isWovenBody(trace[woven])) {
      woven++;
    }
    boolean outside = !isRuntime(trace[caller]);
    boolean checked =
        outside
            && blocks(trace, state, caller)
            && !isByJvm(trace, caller)
            && !isQuick(trace, caller);
    return caller == 0 && !trace[0].isNativeMethod()
        ? inWovenCode(trace, state, checked, outside)
        : explain(trace, caller, woven, checked, outside);
  }

  /** Without the JVM's own steps on the way to the target of an {@code invokedynamic}. */
  private static StackTraceElement[] withoutForms(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(element -> !FORM.matcher(element.getClassName()).lookingAt())
        .toArray(StackTraceElement[]::new);
  }

  /** As if the program had called the JDK itself, where it was done in its place. */
  private static StackTraceElement[] withoutCallers(StackTraceElement[] stack) {
    int first = 0;
    while (first < stack.length && isJdk(stack[first])) {
      first++;
    }
    if (first == 0 || first == stack.length || !CALLERS.contains(stack[first].getClassName())) {
      return stack;
    }
    return Arrays.stream(stack)
        .filter(element -> !CALLERS.contains(element.getClassName()))
        .toArray(StackTraceElement[]::new);
  }

  /** Where a monitor of the JDK's streams blocks: as if the JDK's own instruction did. */
  private static StackTraceElement[] withoutMonitors(StackTraceElement[] stack) {
    int first = 0;
    while (first < stack.length && isJdk(stack[first])) {
      first++;
    }
    if (first == stack.length
        || !MONITORS.contains(stack[first].getClassName())
        || !OF_MONITORS.contains(stack[first].getMethodName())) {
      return stack;
    }
    int behind = first;
    while (behind < stack.length && MONITORS.contains(stack[behind].getClassName())) {
      behind++;
    }
    return Arrays.copyOfRange(stack, behind, stack.length);
  }

  private static boolean blocks(StackTraceElement[] trace, Thread.State state, int caller) {
    if (state == Thread.State.BLOCKED) {
      return true; // there is a check behind each entry of a monitor
    }
    return state == Thread.State.RUNNABLE
        ? trace[0].isNativeMethod() && !isOfLanguage(trace[0]) && !isOfSocketCopy(trace)
        : caller > 0;
  }

  /**
   * A native method that waits for nobody, like those for hash codes and copies: a thread that
   * stands in one was interrupted by the operating system.
   */
  private static boolean isOfLanguage(StackTraceElement element) {
    String name = element.getClassName();
    return isJdk(element)
        && !name.startsWith("java.lang.Process")
        && (name.startsWith("java.lang.")
            || name.startsWith("java.util.")
            || name.startsWith("jdk.internal."));
  }

  /**
   * The copies of the JDK's socket code make all descriptors non-blocking first. Newer JDKs leave
   * hidden classes out of traces: then such a call seems to be the program's, which cannot make it.
   */
  private static boolean isOfSocketCopy(StackTraceElement[] trace) {
    int caller = 0;
    boolean isPlain = false;
    while (caller < trace.length && SOCKET_CALLS.contains(trace[caller].getClassName())) {
      isPlain |= trace[caller].getClassName().equals(SOCKET);
      caller++;
    }
    return caller > 0
        && caller < trace.length
        && (trace[caller].getClassName().startsWith(SOCKET + COPY)
            || (!isPlain && !isJdk(trace[caller])));
  }

  /** Whether woven code, copies of the JDK's included, makes no check behind its call. */
  private static boolean isQuick(StackTraceElement[] trace, int caller) {
    int woven = 0;
    while (woven < caller && !trace[woven].getClassName().contains(COPY)) {
      woven++;
    }
    return woven > 0 && isQuick(trace[woven - 1]);
  }

  private static boolean isQuick(StackTraceElement element) {
    return QuickCalls.contains(element.getClassName().replace('.', '/'), element.getMethodName());
  }

  private static boolean isByJvm(StackTraceElement[] trace, int caller) {
    for (int i = 0; i < caller; i++) {
      if (BY_JVM.contains(trace[i].getMethodName())) {
        return true;
      }
    }
    return trace[caller].getMethodName().equals("loadClass"); // a class loader's own
  }

  private static BlockedCall explain(
      StackTraceElement[] trace, int caller, int woven, boolean checked, boolean outside) {
    StackTraceElement called = trace[called(trace, caller)];
    String name = called.getClassName() + "." + called.getMethodName();
    Obstacle obstacle = obstacle(trace, caller, woven);
    StackTraceElement culprit = StackTraces.asWritten(obstacle.frame);
    return new BlockedCall(
        name, culprit, obstacle.reason, obstacle.wayOut, written(trace), checked, outside);
  }

  /** What the program calls: not what the JVM puts in between. */
  private static int called(StackTraceElement[] trace, int caller) {
    int called = Math.max(0, caller - 1);
    int real = called;
    while (real > 0 && trace[real].getClassName().startsWith("java.lang.invoke.")) {
      real--;
    }
    return trace[real].getClassName().startsWith("java.lang.invoke.") ? called : real;
  }

  private record Obstacle(StackTraceElement frame, Reason reason, String wayOut) {}

  /** The outermost plain frame that tells; where there is none, the blocking call itself. */
  private static Obstacle obstacle(StackTraceElement[] trace, int caller, int woven) {
    for (int i = Math.min(woven, trace.length) - 1; i >= caller; i--) {
      StackTraceElement frame = trace[i];
      if (frame.getMethodName().equals("<init>")) {
        return new Obstacle(
            frame,
            Reason.CONSTRUCTOR,
            "a constructor cannot be suspended; wait before or after the object is made");
      }
      if (frame.getMethodName().equals("<clinit>")) {
        return new Obstacle(
            frame,
            Reason.CLASS_INITIALIZER,
            "a class initialiser cannot be suspended; move the work into a method");
      }
      if (frame.getClassName().startsWith("java.lang.reflect.")) {
        return new Obstacle(
            frame,
            Reason.REFLECTION,
            "a reflective call cannot be suspended; call the method directly");
      }
      if (isJdk(frame) && i > caller) {
        return new Obstacle(
            frame,
            Reason.NOT_WOVEN,
            "the JDK's own code is not woven; call what blocks from woven code, not from a lambda"
                + " that the JDK calls back");
      }
    }
    return trace[caller].isNativeMethod()
        ? new Obstacle(
            trace[caller], Reason.NATIVE, "a native method blocks the thread; call it elsewhere")
        : obstacleInJdk(trace, caller);
  }

  /** The outermost frame of the JDK's that tells why a call of it blocks. */
  private static Obstacle obstacleInJdk(StackTraceElement[] trace, int caller) {
    for (int i = caller - 1; i >= 0; i--) {
      StackTraceElement frame = trace[i];
      if (frame.getMethodName().equals("<init>")) {
        return new Obstacle(
            trace[caller],
            Reason.CONSTRUCTOR,
            "the JDK waits in the constructor of "
                + frame.getClassName()
                + ", which cannot be suspended; make the object first and let a method of it wait,"
                + " where there is one");
      }
      if (frame.getMethodName().equals("<clinit>")) {
        return new Obstacle(
            trace[caller],
            Reason.CLASS_INITIALIZER,
            "the JDK waits in the initialiser of "
                + frame.getClassName()
                + ", which cannot be suspended; it happens once");
      }
    }
    return new Obstacle(
        trace[caller],
        Reason.NOT_WOVEN,
        "the call blocks the thread; wait with Weft's own means (Task.sleep, dev.weft.sync,"
            + " dev.weft.channel) where there is one");
  }

  /** A task that was suspended while it waited for a monitor goes on with entering it. */
  private static BlockedCall ofResumedMonitor(
      StackTraceElement[] trace, StackTraceElement entering) {
    return new BlockedCall(
        "synchronized",
        StackTraces.asWritten(entering),
        Reason.MONITOR,
        "a thread has locked the same object by code that knows nothing of tasks",
        written(trace),
        true,
        true);
  }

  /** No call at all, but an instruction that waits. */
  private static BlockedCall inWovenCode(
      StackTraceElement[] trace, Thread.State state, boolean checked, boolean outside) {
    boolean monitor = state == Thread.State.BLOCKED;
    return new BlockedCall(
        monitor ? "synchronized" : "the initialisation of a class by another thread",
        StackTraces.asWritten(trace[0]),
        monitor ? Reason.MONITOR : Reason.CLASS_INITIALIZER,
        monitor
            ? "another thread holds the monitor; use Mutex instead of synchronized"
            : "a class initialiser should not wait; move the work into a method",
        written(trace),
        checked,
        outside);
  }

  private static List<StackTraceElement> written(StackTraceElement[] trace) {
    List<StackTraceElement> elements = new ArrayList<>();
    for (StackTraceElement element : trace) {
      if (!StackTraces.isInternal(element)) {
        elements.add(StackTraces.asWritten(element));
      }
    }
    return List.copyOf(elements);
  }

  private static boolean isWovenBody(StackTraceElement element) {
    return StackTraces.isWovenBody(element.getMethodName())
        || StackTraces.isTrampoline(element.getClassName(), element.getMethodName());
  }

  private static boolean isRuntime(StackTraceElement element) {
    return StackTraces.isRuntime(element.getClassName())
        || element.getClassName().startsWith(AGENT);
  }

  private static boolean isJdk(StackTraceElement element) {
    String module = element.getModuleName();
    return module == null
        ? element.getClassName().startsWith("java.")
        : module.startsWith("java.") || module.startsWith("jdk.");
  }

  @Override
  public String toString() {
    return name + ", called at " + culprit + " (" + reason + ": " + wayOut + ")";
  }
}
