package dev.weft.patch;

import dev.weft.Suspendable;
import dev.weft.abi.Abi;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Throwing;
import dev.weft.abi.Twin;
import dev.weft.waiting.AdoptedThread;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Runs what threads are made for, so that it can suspend: woven code, and what the JDK puts around
 * it, futures and the workers of pools, which have suspendable copies. Copies of the JDK's code
 * call these. Threads: any.
 */
public final class Jobs {
  private static final MethodType RUN = MethodType.methodType(void.class);
  private static final MethodType CALL = MethodType.methodType(Object.class);

  /** What jobs are. */
  private static final List<Class<?>> MARKERS =
      List.of(
          dev.weft.abi.marker.Runnable.class,
          dev.weft.abi.marker.Callable.class,
          dev.weft.abi.marker.Supplier.class,
          dev.weft.abi.marker.Function.class,
          dev.weft.abi.marker.BiFunction.class,
          dev.weft.abi.marker.Consumer.class,
          dev.weft.abi.marker.BiConsumer.class);

  /** The copies of {@code run} and {@code call} that receivers of a class of the JDK's reach. */
  private static final Copies RUNS = new Copies("run", RUN, Runnable.class);

  private static final Copies CALLS = new Copies("call", CALL, Callable.class);

  /** Of {@link FutureTask}, for the classes that call {@code super}. */
  private static final class OfFutureTask {
    static final MethodHandle RUN = copy("run", Jobs.RUN);
    static final MethodHandle RUN_AND_RESET =
        copy("runAndReset", MethodType.methodType(boolean.class));

    private static MethodHandle copy(String name, MethodType type) {
      return Abi.copiedTwin(FutureTask.class, name, type)
          .orElseThrow(() -> new IllegalStateException("no copy of FutureTask." + name));
    }
  }

  /** Copies of one method, by the class of the receiver. */
  private static final class Copies extends ClassValue<Optional<MethodHandle>> {
    private final String name;
    private final MethodType type;
    private final Class<?> called;

    Copies(String name, MethodType type, Class<?> called) {
      this.name = name;
      this.type = type;
      this.called = called;
    }

    @Override
    protected Optional<MethodHandle> computeValue(Class<?> receiver) {
      if (isWoven(receiver)) {
        return Optional.empty();
      }
      return Abi.copiedTwin(receiver, name, type)
          .map(
              twin ->
                  twin.asType(
                      type.appendParameterTypes(FrameStack.class).insertParameterTypes(0, called)));
    }

    /** Null when there is none. */
    MethodHandle of(Object receiver) {
      return get(receiver.getClass()).orElse(null);
    }
  }

  private Jobs() {}

  // ---- which can suspend ---------------------------------------------------------------------

  /** What a new thread runs, if that can suspend; null when it cannot. */
  static Runnable bodyOf(Thread thread) {
    if (isWoven(thread.getClass())) {
      return thread;
    }
    if (JdkJobs.isTimer(thread)) {
      return JdkJobs.isMadeByWoven() ? thread : null;
    }
    Runnable target = JdkJobs.targetOf(thread);
    return target != null && canSuspend(target) ? target : null;
  }

  /** Whether a job is woven, or one of the JDK's that is made for one that is. */
  static boolean canSuspend(Object job) {
    if (job == null) {
      return false;
    }
    if (isWoven(job.getClass()) || job instanceof AdoptedThread) {
      return true;
    }
    return JdkJobs.isWrapper(job) && canSuspend(JdkJobs.wrappedIn(job));
  }

  /** The runtime's own are woven, too, but are nobody's threads. */
  private static boolean isWoven(Class<?> type) {
    if (type.getClassLoader() == null) {
      return false;
    }
    for (Class<?> marker : MARKERS) {
      if (marker.isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }

  // ---- running -------------------------------------------------------------------------------

  /** Runs a job. */
  @Suspendable
  public static void run(Runnable job) {
    job.run();
  }

  @Twin
  static void run(Runnable job, FrameStack stack) {
    MethodHandle copy = RUNS.of(job);
    if (copy == null) {
      runWoven(job, stack);
      return;
    }
    try {
      copy.invokeExact(job, stack);
    } catch (Throwable e) {
      throw Throwing.sneaky(e);
    }
  }

  @PassesStack
  @SuppressWarnings("UnusedVariable") // the weaver passes the stack on
  private static void runWoven(Runnable job, FrameStack stack) {
    runMarked(job);
  }

  @Suspendable
  static void runMarked(Runnable job) {
    job.run();
  }

  /** Makes a call. */
  @Suspendable
  public static Object call(Callable<?> job) throws Exception {
    return job.call();
  }

  @Twin
  static Object call(Callable<?> job, FrameStack stack) throws Exception {
    MethodHandle copy = CALLS.of(job);
    if (copy == null) {
      return callWoven(job, stack);
    }
    try {
      return (Object) copy.invokeExact(job, stack);
    } catch (Throwable e) {
      throw Throwing.sneaky(e);
    }
  }

  @PassesStack
  @SuppressWarnings("UnusedVariable") // as above
  private static Object callWoven(Callable<?> job, FrameStack stack) throws Exception {
    return callMarked(job);
  }

  @Suspendable
  static Object callMarked(Callable<?> job) throws Exception {
    return job.call();
  }

  // ---- for subclasses of FutureTask that call super -------------------------------------------

  /** Stands for {@code super.run()}; only copies call it, and those by its twin. */
  @Suspendable
  public static void runFuture(FutureTask<?> task) {
    throw new IllegalStateException(task + " is run by nobody who can suspend");
  }

  @Twin
  static void runFuture(FutureTask<?> task, FrameStack stack) {
    try {
      OfFutureTask.RUN.invokeExact(task, stack);
    } catch (Throwable e) {
      throw Throwing.sneaky(e);
    }
  }

  /** Stands for {@code super.runAndReset()}, likewise. */
  @Suspendable
  public static boolean runAndReset(FutureTask<?> task) {
    throw new IllegalStateException(task + " is run by nobody who can suspend");
  }

  @Twin
  static boolean runAndReset(FutureTask<?> task, FrameStack stack) {
    try {
      return (boolean) OfFutureTask.RUN_AND_RESET.invokeExact(task, stack);
    } catch (Throwable e) {
      throw Throwing.sneaky(e);
    }
  }
}
