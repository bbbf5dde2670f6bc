package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.any;
import static dev.weft.hazard.targets.Suspending.b;
import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.sd;
import static dev.weft.hazard.targets.Suspending.sl;
import static dev.weft.hazard.targets.Suspending.so;

import dev.weft.hazard.Log;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/** Local variables whose type or presence depends on the path. */
public final class Locals {
  private Locals() {}

  /** A variable that is assigned on one path only. */
  public static final class MaybeUnassigned implements Program {
    @Override
    public Object run(int input) {
      int x;
      Object o;
      if (input == 1) {
        x = 2;
        o = so("assigned");
        Log.add(x + "" + o);
      }
      Log.add(s(1));
      x = 3;
      long y;
      if (b(input > 0)) {
        y = sl(4);
      } else {
        y = x;
      }
      o = s(x);
      return x + y + "" + o;
    }
  }

  /** One slot holds values of unlike types one after the other. */
  public static final class SlotReuse implements Program {
    @Override
    public Object run(int input) {
      {
        long a = 5;
        Log.add(s(1));
        Log.add(a);
      }
      {
        double d = 2;
        Log.add(s(1));
        Log.add(d);
      }
      {
        Object o = "";
        Log.add(s(1));
        Log.add(o);
      }
      {
        int i = 7;
        float f = 1.5f;
        Log.add(s(2));
        Log.add(i + f);
      }
      for (int i = 0; i < 2; i++) {
        if (i == 0) {
          long[] wide = {sl(1)};
          Log.add(wide);
        } else {
          double wide = sd(2);
          Log.add(s(3) + wide);
        }
      }
      return s(4);
    }
  }

  /** A merge of unlike arrays, whose common type is Object. */
  public static final class UnlikeArrays implements Program {
    private static String use(Object array) {
      return array.getClass().getSimpleName();
    }

    @Override
    public Object run(int input) {
      Object a = input == 0 ? new int[2] : new Object[1];
      Log.add(s(1));
      Object c = input == 0 ? new int[s(1)][2] : input == 1 ? new long[1][s(2)] : new int[0];
      Log.add(s(2));
      return use(a) + use(c) + use(input == 0 ? new byte[s(3)] : "none");
    }
  }

  /** Merges to a common superclass, interface or array type. */
  public static final class CommonSupertype implements Program {
    @Override
    public Object run(int input) {
      Number n = input == 0 ? (Number) 1 : (Number) 1.5f;
      Log.add(s(1));
      Comparable<?> c = input == 0 ? "text" : Integer.valueOf(3);
      Log.add(s(2));
      Object[] unlike = input == 0 ? new String[1][2] : new Integer[3];
      Log.add(s(3));
      var both = input == 0 ? new ArrayList<>(List.of(1)) : new LinkedList<>(List.of("a"));
      Log.add(s(4));
      int size = both.size();
      var intersection = input == 0 ? Integer.valueOf(1) : "s";
      Log.add(so("5"));
      return List.of(n, c, unlike.length, intersection.hashCode(), size) + "" + both;
    }
  }

  /** Merges with a class that is not there at run time. */
  public static final class MergeWithAbsent implements Program {
    /** Not on the class path when the program runs. */
    static final class Absent implements Shape {
      @Override
      public String name() {
        return "absent";
      }
    }

    /** On the class path. */
    static final class Present implements Shape {
      @Override
      public String name() {
        return so("present");
      }
    }

    /** What both are. */
    interface Shape {
      String name();
    }

    @Override
    public Object run(int input) {
      Shape shape = input < 0 ? new Absent() : new Present();
      Log.add(s(1));
      Object any = input < 0 ? new Absent() : "text";
      Log.add(s(2));
      return shape.name() + any + (any(shape) == shape);
    }
  }

  /** A merge of two implementations of an interface. */
  public static final class InterfaceMerge implements Program {
    /** Both are one. */
    interface I {
      int m();
    }

    /** One. */
    static final class A implements I {
      @Override
      public int m() {
        return s(10);
      }
    }

    /** The other. */
    static final class B implements I {
      @Override
      public int m() {
        return 20 + s(1);
      }
    }

    @Override
    public Object run(int input) {
      I i = input == 0 ? new A() : new B();
      Log.add(s(1));
      int first = i.m();
      I again = input == 0 ? i : input == 1 ? new A() : null;
      Log.add(s(2));
      return first + (again == null ? -1 : again.m()) + (input == 0 ? new A() : new B()).m();
    }
  }

  /** Recursion deeper than any initial store, each level with a wide value waiting. */
  public static final class Recursion implements Program {
    private static long f(int n) {
      if (n == 1 || n == 10 || n == 3000) {
        Log.add(s(n));
      }
      return n == 0 ? 1 : n * f(n - 1) % 1_000_003L;
    }

    private static int depth(int n, List<Integer> seen) {
      if (n == 0) {
        return s(0);
      }
      seen.add(n);
      return 1 + depth(n - 1, seen) + seen.remove(seen.size() - 1) - n;
    }

    @Override
    public Object run(int input) {
      return f(input) + depth(input, new ArrayList<>());
    }
  }
}
