package dev.weft.patch;

import dev.weft.abi.Abi;
import dev.weft.abi.FrameStack;
import dev.weft.waiting.Strand;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;

/** What the JDK makes around the jobs of a program, and where it keeps them. Threads: any. */
final class JdkJobs {
  private static final String CONCURRENT = "java.util.concurrent.";
  private static final String WORKER = CONCURRENT + "ThreadPoolExecutor$Worker";

  private static final Optional<VarHandle> CALLABLE = Abi.jdkField(FutureTask.class, "callable");

  /** Where a job is kept in objects of a class of the JDK; empty for classes without one. */
  private static final ClassValue<Optional<VarHandle>> FIELDS =
      new ClassValue<>() {
        @Override
        protected Optional<VarHandle> computeValue(Class<?> type) {
          if (FutureTask.class.isAssignableFrom(type)) {
            return CALLABLE;
          }
          if (type.getClassLoader() != null) {
            return Optional.empty();
          }
          String name = type.getName();
          if (name.equals(CONCURRENT + "Executors$RunnableAdapter")) {
            return Abi.jdkField(type, "task");
          }
          if (name.equals(WORKER)) {
            return Abi.jdkField(type, "firstTask");
          }
          return name.startsWith(CONCURRENT + "CompletableFuture$")
              ? Abi.jdkField(type, "fn")
              : Optional.empty();
        }
      };

  /** Whether threads of a class run what they were made with. */
  private static final ClassValue<Boolean> INHERITS_RUN =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return type == Thread.class
                || (type.getClassLoader() != null
                    && type.getMethod("run").getDeclaringClass() == Thread.class);
          } catch (NoSuchMethodException | LinkageError e) {
            return false; // one of its methods has a type that is missing
          }
        }
      };

  /** The field of a thread, or those of it and of its holder. */
  private static final class Target {
    static final VarHandle DIRECT = Abi.jdkField(Thread.class, "target").orElse(null);
    static final VarHandle HOLDER = Abi.jdkField(Thread.class, "holder").orElse(null);
    static final VarHandle TASK =
        HOLDER == null ? null : Abi.jdkField(HOLDER.varType(), "task").orElse(null);
  }

  private JdkJobs() {}

  /** What {@link Thread#run} calls; null when that is overridden, or there is nothing. */
  static Runnable targetOf(Thread thread) {
    if (!INHERITS_RUN.get(thread.getClass())) {
      return null;
    }
    if (Target.DIRECT != null) {
      return (Runnable) Target.DIRECT.get(thread);
    }
    return Target.TASK == null ? null : (Runnable) Target.TASK.get(Target.HOLDER.get(thread));
  }

  /** Whether a thread is that of a timer, whose jobs are not known yet when it starts. */
  static boolean isTimer(Thread thread) {
    return thread.getClass().getName().equals("java.util.TimerThread");
  }

  /** Whether the innermost code on the stack that is not the JDK's, nor Weft's, is woven. */
  static boolean isMadeByWoven() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getDeclaringClass)
                    .filter(type -> type.getClassLoader() != null)
                    .findFirst()
                    .filter(JdkJobs::hasTwins)
                    .isPresent());
  }

  private static boolean hasTwins(Class<?> type) {
    try {
      return Arrays.stream(type.getDeclaredMethods())
          .anyMatch(method -> method.getName().startsWith(Abi.TWIN_PREFIX));
    } catch (LinkageError e) {
      return false; // one of its methods has a type that is missing
    }
  }

  /** Whether the job of an object can be found. */
  static boolean isWrapper(Object job) {
    return FIELDS.get(job.getClass()).isPresent();
  }

  /** The job in it; null when it has none. */
  static Object wrappedIn(Object wrapper) {
    Object job = FIELDS.get(wrapper.getClass()).orElseThrow().get(wrapper);
    return job == null && wrapper.getClass().getName().equals(WORKER) ? forWorker(wrapper) : job;
  }

  /**
   * A worker that is started without a job will take them from the queue: the first one there says
   * what they are. An empty queue has the jobs of whoever calls, if that is a task.
   */
  private static Object forWorker(Object worker) {
    VarHandle field = Abi.jdkField(worker.getClass(), "this$0").orElse(null);
    if (field == null) {
      return null;
    }
    Object first = ((ThreadPoolExecutor) field.get(worker)).getQueue().peek();
    if (first != null) {
      return first;
    }
    FrameStack stack = FrameStack.ofCarrierOrNull(Thread.currentThread());
    Strand strand = stack == null ? null : Strand.currentOrNull(stack);
    return strand == null ? null : strand.adopted();
  }
}
