package dev.weft.neighbours.targets;

import static dev.weft.neighbours.targets.Suspending.s;
import static dev.weft.neighbours.targets.Suspending.t;

import dev.weft.generator.Generator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Some lines of which are covered and some are not. */
public final class Covered {
  /** Has a covered default method, and a constant with an initialiser. */
  interface Step {
    /** Initialised by code. */
    List<Integer> NUMBERS = List.of(1, 2, 3);

    /** Covered. */
    default int step(int x) {
      return x > 1 ? s(x) : NUMBERS.get(s(0));
    }
  }

  enum Kind {
    ODD,
    EVEN
  }

  record Result(int sum, Kind kind) {}

  private Covered() {}

  /** Prints what came out, run as it is or suspended wherever it says so. */
  public static void main(String[] arguments) {
    int[] sum = new int[1];
    dev.weft.continuation.Continuation body =
        new dev.weft.continuation.Continuation(Suspending.SCOPE, () -> sum[0] = work(3));
    Suspending.enable(true);
    int runs = 0;
    for (; !body.isDone(); runs++) {
      body.run();
    }
    System.out.println(sum[0] + " in " + (runs > 10 ? "many" : "few") + " steps");
  }

  private static int work(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      sum += switchOver(i) + handled(i);
      if (i > 100) {
        sum = -1; // not covered
      }
    }
    IntUnaryOperator plus = x -> s(x) + 1;
    Step step = new Step() {};
    Generator<Integer, Void, Void> numbers =
        Generator.of(
            y -> {
              y.yieldValue(1);
              y.yieldValue(s(2));
            });
    for (int x : numbers.iterable()) {
      sum += plus.applyAsInt(x) + step.step(x);
    }
    Result result = new Result(sum, sum % 2 == 0 ? Kind.EVEN : Kind.ODD);
    return result.kind() == Kind.ODD || result.sum() < 0 ? result.sum() : s(result.sum());
  }

  private static int switchOver(int i) {
    return switch (i) {
      case 0 -> s(10);
      case 1 -> 20 + s(1);
      case 77 -> s(77);
      default -> i;
    };
  }

  private static int handled(int i) {
    try {
      return i == 1 ? t("one") : s(i);
    } catch (IllegalStateException e) {
      return s(e.getMessage().length());
    } finally {
      s(0);
    }
  }

  static int neverCalled(int x) {
    return s(x);
  }
}
