package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.any;
import static dev.weft.hazard.targets.Suspending.b;
import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.sd;
import static dev.weft.hazard.targets.Suspending.sl;
import static dev.weft.hazard.targets.Suspending.so;
import static dev.weft.hazard.targets.Suspending.t;

import dev.weft.hazard.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Suspensions between the allocation of an object and its constructor. */
public final class Construction {
  private Construction() {}

  /** Both arguments suspend. */
  public static final class BothArguments implements Program {
    @Override
    public Object run(int input) {
      return new Pair(s(1), s(2)).toString();
    }
  }

  /** Wide and reference arguments, with operands of an outer call below. */
  public static final class WideArguments implements Program {
    private final String text;

    public WideArguments() {
      text = "";
    }

    WideArguments(long a, double b, String c, int d, WideArguments e) {
      text = a + "," + b + "," + c + "," + d + "," + (e == null ? "none" : e.text);
    }

    private static String join(long a, String b, WideArguments c, double d) {
      return a + b + c.text + d;
    }

    @Override
    public Object run(int input) {
      WideArguments given = this;
      return join(
          sl(1), "x", new WideArguments(sl(5), sd(2.5), so("c"), s(4), any(given)), sd(0.5));
    }
  }

  /** The new object is the result, an array element, and thrown. */
  public static final class Uses implements Program {
    private static Pair make(int x) {
      return new Pair(s(x), s(x + 1));
    }

    @Override
    public Object run(int input) {
      Pair[] pairs = {new Pair(s(1), 2), make(3), new Pair(5, s(6))};
      Object[][] grid = new Object[s(2)][s(3)];
      grid[s(1)][s(2)] = new Pair(7, s(8));
      try {
        throw new IllegalStateException(so("thrown"));
      } catch (IllegalStateException e) {
        return e.getMessage() + Arrays.toString(pairs) + Arrays.deepToString(grid);
      }
    }
  }

  /** In a loop, in a try block whose handler sees earlier state, with an argument that throws. */
  public static final class InLoopAndTry implements Program {
    @Override
    public Object run(int input) {
      List<Object> made = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        try {
          made.add(new Pair(s(i), i == input ? t("at " + i) : s(10)));
        } catch (IllegalStateException e) {
          made.add(new Pair(s(-1), e.getMessage().length()));
          if (input == 2) {
            throw e;
          }
        } finally {
          made.add(new StringBuilder(so("f")).append(i).toString());
        }
      }
      return made;
    }
  }

  /** An object for an argument of another one. */
  public static final class Nested implements Program {
    @Override
    public Object run(int input) {
      Pair pair = new Pair(new Pair(s(1), 9).a, s(2));
      Pair deep = new Pair(new Pair(new Pair(3, s(4)).b, s(5)).a, new Pair(s(6), s(7)).b);
      return pair + " " + deep;
    }
  }

  /** Nested, of the same class, so that unconstructed copies differ only in their allocation. */
  public static final class NestedSameClass implements Program {
    private final String text;

    public NestedSameClass() {
      text = "-";
    }

    NestedSameClass(NestedSameClass a, int x, NestedSameClass b) {
      text = "(" + a.text + x + b.text + ")";
    }

    @Override
    public Object run(int input) {
      return new NestedSameClass(
              new NestedSameClass(this, s(1), this),
              s(2),
              new NestedSameClass(this, s(3), new NestedSameClass(this, s(4), this)))
          .text;
    }
  }

  /** Branches among the arguments. */
  public static final class BranchInArguments implements Program {
    @Override
    public Object run(int input) {
      boolean c = input == 0;
      Pair one = new Pair(c ? s(1) : 7, 3);
      Pair two = new Pair(b(c) && b(true) ? s(2) : s(3), c ? 4 : s(5));
      int selected =
          new Pair(
                  switch (input) {
                    case 0 -> s(10);
                    case 1 -> {
                      int sum = 0;
                      for (int i = 0; i < 2; i++) {
                        sum += s(i);
                      }
                      yield sum;
                    }
                    default -> 12;
                  },
                  s(1))
              .a;
      return one + " " + two + " " + selected;
    }
  }

  /** The class is initialised before the arguments are evaluated. */
  public static final class InitialisationOrder implements Program {
    /** Logs its initialisation. */
    static final class Z {
      static {
        Log.add("init Z");
      }

      Z(int x) {
        Log.add("construct Z " + x);
      }
    }

    /** What {@link Broken} divides by. */
    static int divisor = 1;

    /** Fails in its initialisation, or not. */
    static final class Broken {
      static final int QUOTIENT = Math.floorDiv(1, divisor);

      Broken(int x) {
        Log.add("construct Broken " + x + QUOTIENT);
      }
    }

    private static int argument(int x) {
      Log.add("argument " + x);
      return s(x);
    }

    @Override
    public Object run(int input) {
      Log.add("start");
      if (input == 0) {
        new Z(argument(1));
        new Z(argument(2));
        return "done";
      }
      divisor = input - 1;
      try {
        new Broken(argument(3));
      } catch (ExceptionInInitializerError e) {
        Log.add(e.getCause().getMessage());
      }
      return s(4);
    }
  }

  /** An interface with an initialiser and without defaults is not initialised by its classes. */
  public static final class InterfaceInitialisation implements Program {
    /** Has a field that is not a constant, and no default method. */
    interface I {
      Object X = noted();

      int m(int x);
    }

    /** Does not initialise {@link I}. */
    static final class C implements I {
      @Override
      public int m(int x) {
        return s(x) + 1;
      }
    }

    /** Has an initialiser and a default method: initialised with its classes, woven or not. */
    interface J {
      Object Y = notedToo();

      default int n(int x) {
        return s(x) + 2;
      }
    }

    /** Initialises {@link J}. */
    static final class D implements J {}

    static Object noted() {
      Log.add("init I");
      return "X";
    }

    static Object notedToo() {
      Log.add("init J");
      return "Y";
    }

    @Override
    public Object run(int input) {
      I made = new C();
      Log.add("made C");
      int sum = made.m(1) + new C().m(2);
      Log.add("called C");
      Log.add(s(3) + "" + I.X);
      J other = new D();
      Log.add("made D");
      return sum + other.n(3);
    }
  }

  /** A merged local whose type only its own package may name. */
  public static final class InaccessibleType implements Program {
    @Override
    public Object run(int input) {
      var text = input == 0 ? new StringBuilder("a") : new StringBuffer("b");
      Log.add(s(1));
      String before = String.valueOf(text);
      return before + join(input == 0 ? new StringBuilder("c") : new StringBuffer("d"), s(2));
    }

    private static String join(CharSequence text, int x) {
      return text + "" + x;
    }
  }
}
