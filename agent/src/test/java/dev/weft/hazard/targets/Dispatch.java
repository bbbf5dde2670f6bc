package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.sl;
import static dev.weft.hazard.targets.Suspending.so;

import dev.weft.hazard.Log;
import dev.weft.hazard.marked.MarkedImplementation;
import dev.weft.hazard.marked.PlainImplementation;
import dev.weft.hazard.marked.Unmarked;
import dev.weft.hazard.marked.UnmarkedBase;
import dev.weft.hazard.outside.ExcludedOverride;
import dev.weft.hazard.outside.Unwoven;
import java.util.List;
import java.util.function.Supplier;

/** Which method a call reaches. */
public final class Dispatch {
  private Dispatch() {}

  /** Bridges made by the compiler; suspendable only in the subclass. */
  public static final class Bridges implements Program {
    /** Generic. */
    interface I<T> {
      Object m(T x);
    }

    /** Does not suspend. */
    static class Base<T> implements I<T> {
      @Override
      public Object m(T x) {
        return "base " + x;
      }

      Comparable<?> covariant() {
        return 1;
      }
    }

    /** Suspends, with narrower types. */
    static final class Narrow extends Base<String> {
      @Override
      public String m(String x) {
        return so("narrow ") + x;
      }

      @Override
      String covariant() {
        return super.covariant() + so("covariant");
      }
    }

    @Override
    public Object run(int input) {
      I<String> i = input == 0 ? new Base<>() : new Narrow();
      Base<String> base = input == 0 ? new Base<>() : new Narrow();
      Supplier<String> supplier = new Narrow()::covariant;
      return i.m("q") + "" + base.m("r") + base.covariant() + supplier.get() + s(1);
    }
  }

  /** Interface methods that have a body. */
  public static final class InterfaceMethods implements Program {
    /** One. */
    interface I {
      default int d(int x) {
        return p(x) + s(1);
      }

      private int p(int x) {
        return s(x) + q(x);
      }

      private static int q(int x) {
        return s(x);
      }

      static int st(int x) {
        return s(x) * q(x);
      }
    }

    /** Another. */
    interface K extends I {
      @Override
      default int d(int x) {
        return I.super.d(x) + s(100);
      }
    }

    /** Inherits. */
    static final class A implements I {}

    /** Overrides, and calls what it overrides. */
    static final class B implements K {
      @Override
      public int d(int x) {
        return K.super.d(x) + s(1000);
      }
    }

    @Override
    public Object run(int input) {
      I a = new A();
      K b = new B();
      return List.of(a.d(2), b.d(3), ((I) b).d(4), I.st(5));
    }
  }

  /** Calls with a receiver that is not chosen by its class. */
  public static final class SpecialCalls implements Program {
    private int field = 10;

    /** The super class. */
    static class A {
      protected int m(int x) {
        Log.add("A " + s(x));
        return x;
      }
    }

    /** The subclass. */
    static class B extends A {
      @Override
      protected int m(int x) {
        Log.add("B");
        return super.m(s(x + 1)) * 2;
      }
    }

    /** Inherits m without declaring it; calls it as super. */
    static final class C extends B {
      int twice(int x) {
        return super.m(x) + m(s(x));
      }
    }

    /** An inner class that reaches out. */
    final class Inner {
      private int secret(int x) {
        return s(x) + field;
      }

      int outer(int x) {
        return hidden(s(x)) + SpecialCalls.this.field + shared(x);
      }
    }

    private int hidden(int x) {
      field += s(1);
      return x + field;
    }

    private static int shared(int x) {
      return s(x) * 3;
    }

    @Override
    public Object run(int input) {
      Inner inner = new Inner();
      return List.of(new B().m(1), new C().twice(2), inner.secret(3), inner.outer(4));
    }
  }

  /** Only implementations are marked; the calls go through types that are not. */
  public static final class MarkedImplementations implements Program {
    @Override
    public Object run(int input) {
      Unmarked[] receivers = {new MarkedImplementation(), new PlainImplementation()};
      int sum = 0;
      for (Unmarked receiver : receivers) {
        UnmarkedBase base = (UnmarkedBase) receiver;
        sum += receiver.m(1) + base.n(2);
        Log.add(receiver.wide(1, 2, "z"));
        sum += MarkedImplementation.callThrough(receiver, base);
      }
      return sum;
    }
  }

  /** A method in the middle that nobody marked, woven because it is included. */
  public static final class PlainLookingMiddle implements Program {
    private static int middle(int x) {
      Log.add("pre");
      int y = bottom(x);
      Log.add("post");
      return y;
    }

    private static int bottom(int x) {
      return s(x);
    }

    @Override
    public Object run(int input) {
      return middle(1) + middle(2);
    }
  }

  /** What {@link ExcludedOverride}, which is not woven, overrides. */
  public static class Overridden {
    /** Suspends here only. */
    public int m(int x) {
      Log.add("overridden");
      return s(x);
    }

    /** Suspends nowhere. */
    public String quiet(long x) {
      return "quiet " + x;
    }
  }

  /** An override in a class that is not woven still runs. */
  public static final class ExcludedOverrides implements Program {
    @Override
    public Object run(int input) {
      Overridden excluded = new ExcludedOverride();
      Overridden woven = new Overridden();
      return excluded.m(1) + woven.m(2) + excluded.quiet(3) + woven.quiet(sl(4));
    }
  }

  /** The trace of an exception names methods once that have no suspend point. */
  public static final class TraceOfBridged implements Program {
    /** Could be overridden by a method that suspends. */
    static class A {
      int m(int x) {
        if (x == 3) {
          throw new IllegalStateException("without a suspend point");
        }
        return x;
      }
    }

    /** Suspends, and calls what does not. */
    static final class B extends A {
      @Override
      int m(int x) {
        return super.m(s(x)) + 1;
      }
    }

    private static int through(A a, int x) {
      return a.m(x) + s(x);
    }

    @Override
    public Object run(int input) {
      A a = input < 2 ? new A() : new B();
      return through(a, 1) + through(a, input % 2 == 0 ? 2 : 3);
    }
  }

  /** The same suspendable method inherited along two paths. */
  public static final class Diamonds implements Program {
    /** One. */
    interface A {
      int m(int x);
    }

    /** Two. */
    interface B {
      int m(int x);
    }

    /** With a body. */
    interface WithDefault extends A {
      @Override
      default int m(int x) {
        return s(x) + 5;
      }
    }

    /** Without a body again. */
    interface Again extends A {}

    /** Declares nothing. */
    abstract static class Both implements A, B {}

    /** Implements it. */
    static final class Leaf extends Both {
      @Override
      public int m(int x) {
        return s(x) + 1;
      }
    }

    /** From an unwoven superclass and an interface. */
    static final class FromUnwoven extends Unwoven implements A, B {}

    /** From a default and another interface that extends the same one. */
    static final class FromDefault implements WithDefault, Again {}

    @Override
    public Object run(int input) {
      A a = new Leaf();
      B b = new Leaf();
      Both both = new Leaf();
      A unwoven = new FromUnwoven();
      B unwovenToo = new FromUnwoven();
      Again again = new FromDefault();
      A lambda = x -> s(x) * 2;
      return List.of(
          a.m(1), b.m(2), both.m(3), unwoven.m(4), unwovenToo.m(5), again.m(6), lambda.m(s(7)));
    }
  }

  /** Super calls reach each method once, whoever of the two is woven. */
  public static final class SuperCalls implements Program {
    /** Without a suspend point. */
    static class A {
      void m() {
        Log.add("A");
      }
    }

    /** Suspends, then calls it. */
    static class B extends A {
      @Override
      void m() {
        Log.add("B" + s(1));
        super.m();
      }
    }

    /** An interface default without a suspend point. */
    interface I {
      default int m(int x) {
        Log.add("I");
        return x;
      }
    }

    /** Calls it. */
    static class C implements I {
      @Override
      public int m(int x) {
        Log.add("C");
        return I.super.m(s(x));
      }
    }

    /** Its superclass is not woven. */
    static final class D extends Unwoven {
      @Override
      public int m(int x) {
        Log.add("D");
        return super.m(s(x));
      }
    }

    /** Does not suspend; between two that do. */
    static class E extends B {
      @Override
      void m() {
        Log.add("E");
        super.m();
      }
    }

    @Override
    public Object run(int input) {
      new B().m();
      new E().m();
      A a = new A();
      a.m();
      I i = new C();
      return i.m(1) + new D().m(2);
    }
  }
}
