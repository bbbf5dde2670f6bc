package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.any;
import static dev.weft.hazard.targets.Suspending.b;
import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.sd;
import static dev.weft.hazard.targets.Suspending.sl;
import static dev.weft.hazard.targets.Suspending.so;

import dev.weft.hazard.Log;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Lambdas and method references whose bodies suspend. */
public final class Lambdas {
  private Lambdas() {}

  /** An own functional interface. */
  public interface F {
    /** Applies it. */
    long ap(int x);

    /** Calls {@link #ap} from a default method. */
    default F twice() {
      return x -> ap(x) + ap(x + 1);
    }
  }

  /** Captures a long, a reference and this. */
  public static final class OwnInterface implements Program {
    private final int field = 100;

    private static long call(F f, int x) {
      return f.ap(x) + s(1);
    }

    @Override
    public Object run(int input) {
      long k = 5;
      String text = "abc";
      F f = x -> s(x) + k;
      F g = x -> s(x) + k + field + text.length();
      F h =
          x -> {
            F inner = y -> f.ap(y) * sl(2) + k;
            return inner.ap(x) + g.ap(s(x));
          };
      F none = x -> s(x);
      return List.of(f.ap(4), call(g, 5), h.ap(6), f.twice().ap(7), call(none, 1), f == any(f));
    }
  }

  /** All kinds of method references, with and without conversions. */
  public static final class References implements Program {
    private final int base;

    public References() {
      base = 3;
    }

    static int stat(int x, int y) {
      return s(x) * 10 + y;
    }

    int inst(int x) {
      return s(x) + base;
    }

    private int hidden(Integer x) {
      return s(x) - base;
    }

    static Integer boxed(int x) {
      return s(x) + 1;
    }

    static long sum(Object... values) {
      return sl(values.length);
    }

    @Override
    public Object run(int input) {
      IntBinaryOperator stat = References::stat;
      IntUnaryOperator inst = this::inst;
      BiFunction<References, Integer, Integer> unbound = References::inst;
      IntUnaryOperator hidden = this::hidden;
      Function<Integer, Integer> boxed = References::boxed;
      LongFunction<String> widened = x -> so("w" + x);
      ToDoubleFunction<String> converted = x -> sl(x.length());
      BiFunction<Integer, Integer, Long> varargs = References::sum;
      BiFunction<Integer, Integer, Pair> constructor = Pair::new;
      Supplier<References> fresh = References::new;
      Function<Integer, int[]> array = int[]::new;
      F widening = References::boxed;
      return List.of(
          stat.applyAsInt(1, 2),
          inst.applyAsInt(s(3)),
          unbound.apply(this, 4),
          hidden.applyAsInt(5),
          boxed.apply(6),
          widened.apply(7L),
          converted.applyAsDouble("four"),
          varargs.apply(1, 2),
          constructor.apply(s(8), s(9)).toString(),
          fresh.get().inst(10),
          array.apply(s(11)).length,
          widening.ap(12));
    }
  }

  /** The receiver of a bound reference is evaluated once and must not be null. */
  public static final class BoundReceiver implements Program {
    @Override
    public Object run(int input) {
      References receiver = input == 0 ? any(new References()) : null;
      IntUnaryOperator bound;
      try {
        bound = receiver::inst;
      } catch (NullPointerException e) {
        return "null at creation" + s(1);
      }
      receiver = null;
      return bound.applyAsInt(2) + s(3) + "" + receiver;
    }
  }

  /** Called through the functional types of the JDK. */
  public static final class JdkTypes implements Program {
    @Override
    public Object run(int input) throws Exception {
      List<String> seen = new ArrayList<>();
      Runnable runnable = () -> seen.add("run" + s(1));
      Callable<Integer> callable = () -> s(2);
      IntSupplier number = () -> s(3) + seen.size();
      Comparator<String> comparator = (a, c) -> s(a.length()) - s(c.length());
      Function<String, String> composed = x -> so(x) + so("!");
      runnable.run();
      int order = comparator.compare("a", "bb");
      return List.of(callable.call(), number.getAsInt(), order, composed.apply("c")) + "" + seen;
    }
  }

  /** A supplier of a boxed value that suspends inside. */
  public static final class BoxedSupplier implements Program {
    private int readInt() {
      return s(41) + 1;
    }

    private double readDouble() {
      return sd(0.5);
    }

    private boolean readFlag() {
      return b(true);
    }

    @Override
    public Object run(int input) {
      Supplier<Integer> supplier = this::readInt;
      Supplier<Double> wide = this::readDouble;
      Supplier<Boolean> flag = this::readFlag;
      Function<Integer, Integer> unboxed = x -> s(x) + 1;
      IntUnaryOperator viaBoxes = unboxed::apply;
      int sum = supplier.get() + viaBoxes.applyAsInt(5);
      return sum + wide.get() + "" + flag.get();
    }
  }

  /** A lambda with two functional parents, or a functional interface that joins two. */
  public static final class TwoInterfaces implements Program {
    /** One. */
    public interface J1 {
      int m(int x);
    }

    /** The same method again. */
    public interface J2 {
      int m(int x);
    }

    /** Inherits the method twice. */
    public interface J extends J1, J2 {}

    /** No method at all. */
    public interface Marked {}

    /** Its method comes from a class that knows neither interface. */
    public static final class D extends dev.weft.hazard.outside.Unwoven implements J1, J2 {}

    @Override
    public Object run(int input) {
      J1 cast = (J1 & J2) x -> s(x) + 1;
      J2 same = (J2) cast;
      J joined = x -> s(x) * 2;
      J1 marked = (J1 & Marked & Serializable) x -> s(x) * 3;
      J1 one = new D();
      J2 two = new D();
      Log.add(cast.m(1) + same.m(2) + joined.m(3) + marked.m(4));
      Log.add(((J1) joined).m(5) + ((J2) joined).m(6));
      return one.m(s(7)) + two.m(8) + " " + (marked instanceof Marked);
    }
  }

  /** A lambda that went through serialization suspends too. */
  public static final class SerializableLambda implements Program {
    /** Its lambdas can be written. */
    public interface G extends Serializable {
      int ap(int x);
    }

    private static Object copied(Object original) throws IOException, ClassNotFoundException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(original);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override
            protected Class<?> resolveClass(java.io.ObjectStreamClass type)
                throws ClassNotFoundException {
              return Class.forName(
                  type.getName(), false, SerializableLambda.class.getClassLoader());
            }
          }) {
        return in.readObject();
      }
    }

    private static int doubled(int x) {
      return s(x) * 2;
    }

    @Override
    public Object run(int input) throws IOException, ClassNotFoundException {
      int k = s(10);
      G g = x -> s(x) + k;
      G reference = SerializableLambda::doubled;
      int before = g.ap(1);
      G copy = (G) copied(g);
      IntUnaryOperator jdk = (IntUnaryOperator & Serializable) x -> s(x) - k;
      int after = copy.ap(2) + ((G) copied(reference)).ap(3);
      return List.of(before, after, ((IntUnaryOperator) copied(jdk)).applyAsInt(4), g.ap(5));
    }
  }

  /** Lambdas made in a field initialiser, a constructor and a static initialiser. */
  public static final class WhereLambdasAreMade implements Program {
    private static final IntUnaryOperator IN_STATIC_INITIALISER = x -> s(x) + 1;

    private final IntUnaryOperator inField = x -> s(x) + 2;
    private final IntUnaryOperator inConstructor;
    private final Callable<IntUnaryOperator> nested = () -> x -> s(x) + 4;

    public WhereLambdasAreMade() {
      int k = 3;
      inConstructor = x -> s(x) + k;
    }

    @Override
    public Object run(int input) throws Exception {
      return IN_STATIC_INITIALISER.applyAsInt(1)
          + inField.applyAsInt(2) * 10
          + inConstructor.applyAsInt(3) * 100
          + nested.call().applyAsInt(4) * 1000;
    }
  }
}
