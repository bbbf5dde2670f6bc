package dev.weft.hazard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.SuspendableRunnable;
import dev.weft.SuspendableSupplier;
import dev.weft.abi.Chaos;
import dev.weft.continuation.Continuation;
import dev.weft.hazard.targets.Program;
import dev.weft.hazard.targets.Suspending;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs one program in every way there is, and expects the same outcome: as it was compiled; its
 * plain bodies; woven but never suspending; suspended and resumed, by one thread and by a new
 * thread each time; suspended by force at every point, and at random ones. At the end every suspend
 * point of the program must have been captured.
 */
final class HazardHarness {
  private static final int MAX_RESUMPTIONS = 200_000;
  private static final long[] SEEDS = {
    Long.getLong("seed", 1), Long.getLong("seed", 1) + 1, Long.getLong("seed", 1) + 2
  };

  private final Target target;
  private final ClassLoader loader;

  private HazardHarness(Target target) {
    this.target = target;
    this.loader = target.wovenLoader();
  }

  /** Checks a compiled program with each of these inputs; none means 0. */
  static void verify(Class<? extends Program> program, int... inputs) {
    verify(Target.of(program), inputs);
  }

  /** Checks a program with each of these inputs; none means 0. */
  static void verify(Target target, int... inputs) {
    new HazardHarness(target).compareAll(inputs.length == 0 ? new int[] {0} : inputs);
    SuspendPoints.assertAllCaptured(target);
  }

  /**
   * Checks a program that is expected to keep its plain body: all ways agree as long as nothing
   * suspends, by chaos or by itself.
   */
  static void verifyPlain(Target target, int... inputs) {
    HazardHarness harness = new HazardHarness(target);
    for (int input : inputs.length == 0 ? new int[] {0} : inputs) {
      Outcome expected = harness.original(input);
      harness.compare(expected, "plain body", input, () -> harness.plain(input));
      harness.compare(expected, "not suspended", input, () -> harness.resumed(input, false));
      harness.compare(expected, "chaos 1.0", input, () -> harness.forced(input, 1, 1.0, false));
    }
  }

  /** What a program does when it is suspended and resumed until it ends. */
  static Outcome suspended(Class<? extends Program> program, int input) {
    return suspended(Target.of(program), input);
  }

  /** What a program does when it is suspended and resumed until it ends. */
  static Outcome suspended(Target target, int input) {
    return new HazardHarness(target).suspending(input, false);
  }

  /** Runs code in a coroutine that suspends wherever it can, and resumes it until it ends. */
  static <T> T drive(SuspendableSupplier<T> body) {
    AtomicReference<T> result = new AtomicReference<>();
    Continuation continuation = new Continuation(Suspending.SCOPE, () -> result.set(body.get()));
    Suspending.enable(true);
    try {
      while (!continuation.isDone()) {
        continuation.run();
      }
      return result.get();
    } finally {
      Suspending.enable(false);
    }
  }

  /** What the plain body of a program returns. */
  static Object plainResult(Target target, int input) {
    try {
      return new HazardHarness(target).program().run(input);
    } catch (Exception e) {
      throw new LinkageError(target.className(), e);
    }
  }

  private void compareAll(int[] inputs) {
    for (int input : inputs) {
      Outcome expected = original(input);
      compare(expected, "plain body", input, () -> plain(input));
      compare(expected, "not suspended", input, () -> resumed(input, false));
      compare(expected, "suspended", input, () -> suspending(input, false));
      compare(expected, "other threads", input, () -> suspending(input, true));
      compare(expected, "chaos 1.0", input, () -> forced(input, 1, 1.0, false));
      compare(expected, "suspended, chaos 1.0", input, () -> forced(input, 1, 1.0, true));
      for (long seed : SEEDS) {
        compare(expected, "chaos 0.3 seed " + seed, input, () -> forced(input, seed, 0.3, true));
      }
    }
  }

  private void compare(Outcome expected, String way, int input, Callable<Outcome> run) {
    Outcome actual;
    try {
      actual = run.call();
    } catch (Exception e) {
      throw new AssertionError(target.className() + " input " + input + ", " + way, e);
    }
    assertEquals(
        expected.toString(),
        actual.toString(),
        () -> target.className() + " input " + input + ", " + way);
  }

  private Outcome original(int input) {
    try {
      String name = target.className().replace(Target.PACKAGE, Target.ORIGINAL_PACKAGE);
      Class<?> program = TargetLoader.original(target).loadClass(name);
      Object instance = instantiate(program);
      Method run = program.getMethod("run", int.class);
      run.setAccessible(true);
      return outcomeOf(run, instance, input);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(target.className(), e);
    }
  }

  private static Outcome outcomeOf(Method run, Object instance, int input)
      throws IllegalAccessException {
    Log.take();
    try {
      return Outcome.returned(run.invoke(instance, input));
    } catch (InvocationTargetException e) {
      return Outcome.threw(e.getCause());
    }
  }

  private Outcome plain(int input) {
    Log.take();
    Program program = program();
    try {
      return Outcome.returned(program.run(input));
    } catch (Throwable e) {
      return Outcome.threw(e);
    }
  }

  private Program program() {
    try {
      ClassLoader each = target.fresh() ? target.wovenLoader() : loader;
      return (Program) instantiate(each.loadClass(target.className()));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(target.className(), e);
    }
  }

  private static Object instantiate(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private Outcome forced(int input, long seed, double rate, boolean suspending) {
    Chaos.configure(seed, rate);
    try {
      return suspending ? suspending(input, false) : resumed(input, false);
    } finally {
      Chaos.configure(0, 0);
    }
  }

  private Outcome suspending(int input, boolean otherThreads) {
    Suspending.enable(true);
    try {
      return resumed(input, otherThreads);
    } finally {
      Suspending.enable(false);
    }
  }

  private Outcome resumed(int input, boolean otherThreads) {
    Log.take();
    Execution execution = new Execution(program(), input);
    Continuation continuation = new Continuation(Suspending.SCOPE, execution);
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
      return Outcome.returned(execution.result);
    } catch (Throwable e) {
      return Outcome.threw(e);
    }
  }

  /** Runs a continuation until it suspends, on a thread of its own. */
  static void runOnNewThread(Continuation continuation) throws Throwable {
    FutureTask<Void> step = new FutureTask<>(continuation::run, null);
    new Thread(step, "hazard").start();
    try {
      step.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    } catch (TimeoutException e) {
      throw new AssertionError("the step does not end", e);
    }
  }

  /** The body of the continuation; woven because it overrides a suspendable method. */
  private static final class Execution implements SuspendableRunnable {
    private final Program program;
    private final int input;
    private Object result;

    Execution(Program program, int input) {
      this.program = program;
      this.input = input;
    }

    @Override
    public void run() throws Exception {
      result = program.run(input);
    }
  }
}
