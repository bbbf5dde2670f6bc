package dev.weft.neighbours;

import dev.weft.SuspendableRunnable;
import dev.weft.abi.Chaos;
import dev.weft.continuation.Continuation;
import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import dev.weft.neighbours.targets.Suspending;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one program in one way, and says what came of it. */
final class Execution {
  private static final int MAX_RESUMPTIONS = 100_000;

  private final Program program;
  private final int input;
  private final boolean otherThreads;

  private Execution(Program program, int input, boolean otherThreads) {
    this.program = program;
    this.input = input;
    this.otherThreads = otherThreads;
  }

  /** As ordinary code: the plain bodies. */
  static String plain(Program program, int input) {
    Log.take();
    try {
      return returned(program.run(input));
    } catch (Throwable e) {
      return threw(e);
    }
  }

  /** In a coroutine in which nothing suspends. */
  static String notSuspended(Program program, int input) {
    return new Execution(program, input, false).run();
  }

  /** Suspended wherever it says so, and resumed until it ends. */
  static String suspended(Program program, int input, boolean otherThreads) {
    Suspending.enable(true);
    try {
      return new Execution(program, input, otherThreads).run();
    } finally {
      Suspending.enable(false);
    }
  }

  /** The same, and suspended by force behind calls. */
  static String forced(Program program, int input, long seed, double rate) {
    Chaos.configure(seed, rate);
    try {
      return suspended(program, input, false);
    } finally {
      Chaos.configure(0, 0);
    }
  }

  private String run() {
    Log.take();
    Body body = new Body(program, input);
    Continuation continuation = new Continuation(Suspending.SCOPE, body);
    try {
      for (int i = 0; !continuation.isDone(); i++) {
        if (i > MAX_RESUMPTIONS) {
          throw new AssertionError("still not done after " + i + " resumptions");
        }
        if (otherThreads) {
          runOnNewThread(continuation);
        } else {
          continuation.run();
        }
      }
      return returned(body.result);
    } catch (Throwable e) {
      return threw(e);
    }
  }

  private static void runOnNewThread(Continuation continuation) throws Throwable {
    FutureTask<Void> step = new FutureTask<>(continuation::run, null);
    new Thread(step, "step").start();
    try {
      step.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    } catch (TimeoutException e) {
      throw new AssertionError("the step does not end", e);
    }
  }

  private static String returned(Object value) {
    return "returned " + value + ", log " + Log.take();
  }

  /** Type, message, and the program's own lines of the trace. */
  private static String threw(Throwable e) {
    StringBuilder text = new StringBuilder("threw " + e + " at");
    for (StackTraceElement element : e.getStackTrace()) {
      // What another language's compiler generates may be folded by the JVM; its files are known.
      if (element.getClassName().startsWith("dev.weft.neighbours.targets.")
          && !element.getClassName().endsWith(".Suspending")) {
        text.append(' ')
            .append(element.getMethodName())
            .append(':')
            .append(element.getLineNumber());
      }
    }
    return text + ", log " + Log.take();
  }

  /** The body of the continuation; woven because it overrides a suspendable method. */
  private static final class Body implements SuspendableRunnable {
    private final Program program;
    private final int input;
    private Object result;

    Body(Program program, int input) {
      this.program = program;
      this.input = input;
    }

    @Override
    public void run() throws Exception {
      result = program.run(input);
    }
  }
}
