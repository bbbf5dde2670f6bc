package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;
import dev.weft.greenlet.Greenlet;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.it.outside.Unwoven;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Continuations and generators that are resumed so often by plain code that they run alone. */
public final class Lone {
  public static final ContinuationScope SCOPE = new ContinuationScope("lone");
  private static final ContinuationScope OTHER = new ContinuationScope("other");

  /** Behind so many resumptions a coroutine runs alone, unless there are hundreds. */
  public static final int OFTEN = 100;

  private Lone() {}

  /** Whether the calling code runs in a coroutine that runs alone. */
  public static boolean isAlone() {
    return FrameStack.ofCurrentThread().isAlone();
  }

  /** A continuation that suspends {@code OFTEN} times, and then runs {@code end}. */
  public static Continuation continuation(Runnable end) {
    return new Continuation(
        SCOPE,
        () -> {
          for (int i = 0; i < OFTEN; i++) {
            Continuation.suspend(SCOPE);
          }
          end.run();
          Continuation.suspend(SCOPE);
        });
  }

  /** Runs it to its end but one. */
  public static void runOften(Continuation continuation) {
    for (int i = 0; i <= OFTEN; i++) {
      continuation.run();
    }
  }

  /** What {@code asked} is told by plain code in a continuation that runs alone, and afterwards. */
  public static List<Object> asking() {
    List<Object> log = new ArrayList<>();
    Continuation[] self = new Continuation[1];
    self[0] =
        new Continuation(
            SCOPE,
            () -> {
              for (int i = 0; i < OFTEN; i++) {
                Continuation.suspend(SCOPE);
              }
              log.add(isAlone());
              Optional<Continuation> told = Continuation.current(SCOPE);
              log.add(told.orElse(null) == self[0]);
              log.add(isAlone());
              for (int i = 0; i < OFTEN; i++) {
                Continuation.suspend(SCOPE);
                log.add(Continuation.current(SCOPE).orElse(null) == self[0]);
              }
            });
    while (!self[0].isDone()) {
      self[0].run();
    }
    log.add(Continuation.current(SCOPE).isEmpty());
    return log;
  }

  /** A continuation that may ask which one runs, and may run another, whenever it is resumed. */
  public static final class Asking {
    private boolean asks;
    private Asking other;
    private boolean alone;
    private boolean wrong;

    private final Continuation self =
        new Continuation(
            SCOPE,
            () -> {
              for (; ; ) {
                alone = isAlone();
                if (other != null && other != this) {
                  other.resume(asks, null);
                }
                if (asks) {
                  wrong |= Continuation.current(SCOPE).orElse(null) != self();
                }
                Continuation.suspend(SCOPE);
              }
            });

    private Continuation self() {
      return self;
    }

    /** Resumes it. */
    public void resume(boolean asking, Asking inside) {
      asks = asking;
      other = inside;
      self.run();
      other = null;
    }

    /** Whether it was ever told of another one. */
    public boolean isWrong() {
      return wrong;
    }

    /** Whether it ran alone the last time. */
    public boolean wasAlone() {
      return alone;
    }
  }

  /** A continuation that notes, each time, whether it is told that it runs. */
  public static Continuation telling(List<Boolean> told) {
    return new Continuation(
        SCOPE,
        () -> {
          for (; ; ) {
            told.add(Continuation.current(SCOPE).isPresent());
            Continuation.suspend(SCOPE);
          }
        });
  }

  /** Numbers, at some of which {@code inside} is called. */
  public static Generator<Integer, Void, Void> numbers(Inside inside) {
    return Generator.of(
        yielder -> {
          for (int i = 0; i < 2 * OFTEN; i++) {
            yielder.yieldValue(i);
            if (i == OFTEN) {
              inside.at(yielder);
            }
          }
        });
  }

  /** Numbers without end. */
  public static Generator<Integer, Void, Void> endless() {
    return Generator.of(
        yielder -> {
          for (int i = 0; ; i++) {
            yielder.yieldValue(i);
          }
        });
  }

  /** A generator whose child, put into {@code child}, yields by the yielder of its delegator. */
  public static Generator<Integer, Void, Void> delegatesToForeign(
      List<Generator<Integer, Void, Void>> child) {
    return Generator.of(
        outer -> {
          child.add(
              Generator.of(
                  unused -> {
                    for (int i = 0; i < OFTEN; i++) {
                      outer.yieldValue(i);
                    }
                  }));
          outer.yieldFrom(child.get(0));
        });
  }

  /** A generator that delegates to {@code child}. */
  public static Generator<Integer, Void, Void> delegatingTo(Generator<Integer, Void, Void> child) {
    return Generator.of(outer -> outer.yieldFrom(child));
  }

  /** What the body of a generator does once. */
  @Suspendable
  public interface Inside {
    void at(Yielder<Integer, Void> yielder);
  }

  /** Another generator by a method that cannot be suspended; its body yields for the outer one. */
  public static void yieldsForOuterThroughPlainCode(Yielder<Integer, Void> outer) {
    Generator<Integer, Void, Void> inner = Generator.of(yielder -> outer.yieldValue(-1));
    Unwoven.call(inner::next);
  }

  /** The same, but woven. */
  public static void yieldsForOuter(Yielder<Integer, Void> outer) {
    Generator<Integer, Void, Void> inner =
        Generator.of(
            yielder -> {
              outer.yieldValue(-1);
              yielder.yieldValue(-2);
            });
    outer.yieldValue(inner.next());
  }

  /** Delegates, to a generator that delegates. */
  public static void delegates(Yielder<Integer, Void> outer) {
    outer.yieldFrom(
        Generator.of(
            yielder -> {
              yielder.yieldValue(-1);
              yielder.yieldFrom(Generator.of((Yielder<Integer, Void> y) -> y.yieldValue(-2)));
              yielder.yieldValue(-3);
            }));
  }

  /** Iterates generators that are driven by woven code. */
  public static void drives(Yielder<Integer, Void> outer) {
    Generator<Integer, Void, Void> inner = numbers(nothing -> {});
    int sum = 0;
    while (inner.hasNext()) {
      sum += inner.next();
      if (sum == 3) {
        outer.yieldValue(-1);
      }
    }
    outer.yieldValue(-sum);
  }

  /** Switches greenlets, one of which yields. */
  public static void switches(Yielder<Integer, Void> outer) {
    Greenlet main = Greenlet.current();
    Greenlet other =
        new Greenlet(
            first -> {
              outer.yieldValue(-1);
              Object second = main.switchTo("back");
              return first + "" + second;
            });
    outer.yieldValue(other.switchTo("a").equals("back") ? -2 : 0);
    outer.yieldValue(other.switchTo("b").equals("ab") ? -3 : 0);
  }

  /** Runs a hub with two tasks. */
  public static void runsHub(Yielder<Integer, Void> outer) {
    List<Integer> sum = new ArrayList<>();
    try {
      Hub.run(
          () -> {
            Task<?> task = Task.spawn(() -> sum.add(1));
            Task.yieldNow();
            task.join();
            sum.add(Task.current().isPresent() ? 2 : 0);
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    outer.yieldValue(-sum.get(0) - sum.get(1));
  }

  /** Suspends the scope of a continuation that does not run. */
  public static void suspendsOther(Yielder<Integer, Void> outer) {
    Continuation.suspend(OTHER);
  }

  /** Overflows the stack. */
  public static void overflows(Yielder<Integer, Void> outer) {
    overflows(outer, 0);
  }

  private static int overflows(Yielder<Integer, Void> outer, int depth) {
    int deeper = overflows(outer, depth + 1);
    outer.yieldValue(deeper);
    return deeper + depth;
  }
}
