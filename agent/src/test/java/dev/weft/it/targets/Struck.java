package dev.weft.it.targets;

import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.generator.Generator;
import dev.weft.generator.Yielder;
import dev.weft.greenlet.Greenlet;

/** Coroutines in which an exception is thrown from outside, at any instruction. */
public final class Struck {
  private static final ContinuationScope SCOPE = new ContinuationScope("struck");
  private static final ContinuationScope OUTER = new ContinuationScope("outer");

  /** How many kinds of coroutines there are. */
  public static final int KINDS = 4;

  private Struck() {}

  /** Runs a coroutine of some kind from its start to its end; returns 15. */
  public static int run(int kind) {
    return switch (kind) {
      case 0 -> runContinuation();
      case 1 -> drainGenerator();
      case 2 -> switchGreenlets();
      default -> suspendTwoAtOnce();
    };
  }

  private static int runContinuation() {
    int[] sum = new int[1];
    Continuation continuation = new Continuation(SCOPE, () -> sum[0] = count(5));
    while (!continuation.isDone()) {
      continuation.run();
    }
    return sum[0];
  }

  /** 1 + ... + n, suspended at each level. */
  static int count(int n) {
    if (n == 0) {
      return 0;
    }
    Continuation.suspend(SCOPE);
    return n + count(n - 1);
  }

  private static int drainGenerator() {
    Generator<Integer, Void, Void> inner = Generator.of(yielder -> yieldUpTo(yielder, 3));
    Generator<Integer, Void, Void> outer =
        Generator.of(
            yielder -> {
              yielder.yieldFrom(inner);
              yielder.yieldValue(4);
              yielder.yieldValue(5);
            });
    int sum = 0;
    while (outer.hasNext()) {
      sum += outer.next();
    }
    return sum;
  }

  static void yieldUpTo(Yielder<Integer, Void> yielder, int last) {
    for (int i = 1; i <= last; i++) {
      yielder.yieldValue(i);
    }
  }

  private static int switchGreenlets() {
    Greenlet here = Greenlet.current();
    Greenlet second = new Greenlet(first -> answer(here, first));
    Greenlet first = new Greenlet(value -> answer(second, value));
    int sum = (int) first.switchTo(1);
    return sum + (int) first.switchTo(10);
  }

  /** Passes what it gets on, and adds one to what comes back. */
  private static Object answer(Greenlet other, Object first) {
    int value = (int) first;
    Object passed = other.switchTo(value + 1);
    return (int) passed + 2;
  }

  private static int suspendTwoAtOnce() {
    int[] sum = new int[1];
    Continuation inner =
        new Continuation(
            SCOPE,
            () -> {
              for (int i = 1; i <= 5; i++) {
                Continuation.suspend(OUTER);
                sum[0] += i;
              }
            });
    Continuation outer = new Continuation(OUTER, inner::run);
    while (!outer.isDone()) {
      outer.run();
    }
    return sum[0];
  }

  // ---- others, which nobody touches ----------------------------------------------------------

  /** Coroutines that are suspended while another one is struck. */
  public static final class Bystanders {
    private int counted;
    private int rounds;
    private final Continuation continuation =
        new Continuation(
            SCOPE,
            () -> {
              for (; ; ) {
                counted++;
                Continuation.suspend(SCOPE);
              }
            });
    private final Generator<Integer, Void, Void> generator =
        Generator.of(yielder -> yieldUpTo(yielder, Integer.MAX_VALUE));
    private final Greenlet main = Greenlet.current();
    private final Greenlet greenlet = new Greenlet(first -> doubleAll(main, first));

    private static Object doubleAll(Greenlet main, Object first) {
      Object value = first;
      for (; ; ) {
        value = main.switchTo((int) value * 2);
      }
    }

    /** Lets each of them go on by a step; says what is wrong, or nothing. */
    public String goOn() {
      rounds++;
      continuation.run();
      int yielded = generator.next();
      Object doubled = greenlet.switchTo(rounds);
      boolean right =
          counted == rounds
              && yielded == rounds
              && doubled.equals(2 * rounds)
              && Greenlet.current() == main
              && Continuation.current(SCOPE).isEmpty();
      return right
          ? ""
          : "round "
              + rounds
              + ": counted "
              + counted
              + ", yielded "
              + yielded
              + ", doubled "
              + doubled
              + ", current "
              + Greenlet.current()
              + " "
              + Continuation.current(SCOPE);
    }
  }
}
