package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.sd;
import static dev.weft.hazard.targets.Suspending.sl;
import static dev.weft.hazard.targets.Suspending.so;
import static dev.weft.hazard.targets.Suspending.t;

import dev.weft.hazard.Log;
import dev.weft.hazard.marked.Guarded;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/** {@link Method#invoke} of methods that suspend: each must behave as if called plainly. */
public final class ReflectiveCalls {
  private ReflectiveCalls() {}

  /** What a call does: its result with its class, or its exception with the cause. */
  public static String tried(Method method, Object receiver, Object... arguments) {
    try {
      Object result = method.invoke(receiver, arguments);
      return result == null ? "null" : result.getClass().getSimpleName() + " " + result;
    } catch (InvocationTargetException e) {
      return "threw " + e.getCause() + " message " + e.getMessage();
    } catch (IllegalArgumentException e) {
      return e.getClass().getName(); // JDK 17 leaves the message out from the 16th call on
    } catch (ReflectiveOperationException | RuntimeException e) {
      return e.toString();
    }
  }

  /** A method that the class declares. */
  public static Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getDeclaredMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new LinkageError(name, e);
    }
  }

  private static String denied(IllegalAccessException e) {
    return e.getMessage().substring(e.getMessage().indexOf("cannot access"));
  }

  private static List<Method> sorted(Class<?> type) {
    List<Method> methods = new ArrayList<>(List.of(type.getDeclaredMethods()));
    methods.sort(Comparator.comparing(Method::toString));
    return methods;
  }

  /** One method for each kind of result, and conversions of arguments. */
  public static final class Values implements Program {
    static boolean zBack(boolean x) {
      return s(x ? 1 : 0) == 1;
    }

    static byte bBack(byte x) {
      return (byte) s(x);
    }

    static char cBack(char x) {
      return (char) s(x);
    }

    static short sBack(short x) {
      return (short) s(x);
    }

    static int iBack(int x) {
      return s(x);
    }

    static long jBack(long x) {
      return sl(x);
    }

    static float fBack(float x) {
      return Suspending.sf(x);
    }

    static double dBack(double x) {
      return sd(x);
    }

    static void nothing() {
      Log.add("void " + s(1));
    }

    static String joined(String... parts) {
      return so(String.join("+", parts));
    }

    static CharSequence text(Comparable<?> x, Object y) {
      return so(x + " " + y);
    }

    @Override
    public Object run(int input) throws Exception {
      List<String> results = new ArrayList<>();
      Object[] boxes = {true, (byte) -3, 'x', (short) 300, 70_000, 1L << 40, 1.5f, 2.5, null, "s"};
      for (Method method : sorted(Values.class)) {
        if (method.getName().endsWith("Back") && !method.isSynthetic()) {
          for (Object box : boxes) {
            Log.add(method.getName() + " " + box + " " + tried(method, null, box));
          }
          Log.add(method.getName() + " " + tried(method, null));
          Log.add(method.getName() + " " + tried(method, "ignored", 1, 2));
        }
      }
      results.add(tried(method(Values.class, "nothing"), null));
      results.add("" + method(Values.class, "nothing").invoke(null, (Object[]) null));
      Method joined = method(Values.class, "joined", String[].class);
      results.add(tried(joined, null, (Object) new String[] {"a", "b"}));
      results.add(tried(joined, null, "a", "b"));
      Method text = method(Values.class, "text", Comparable.class, Object.class);
      results.add(tried(text, null, "a", null));
      results.add(tried(text, null, new Object(), null));
      return results + " " + s(4);
    }
  }

  interface Shape {
    Object area(int scale) throws IOException;

    default String twice(int scale) throws IOException {
      return "" + area(scale) + area(s(scale));
    }

    static int unit() {
      return s(7);
    }
  }

  abstract static class Base implements Shape {
    @Override
    public Number area(int scale) throws IOException {
      return s(scale) * 2;
    }

    protected String hidden() {
      return so("base");
    }

    @SuppressWarnings("unused") // reached by reflection: private methods are not overridden
    private String secret() {
      return so("secret of base");
    }
  }

  static final class Square extends Base {
    private final int side;

    Square(int side) {
      this.side = side;
    }

    @Override
    public Integer area(int scale) throws IOException {
      if (scale < 0) {
        throw new IOException("scale " + s(scale));
      }
      return s(side * scale) * side;
    }

    @Override
    protected String hidden() {
      return so("square ") + super.hidden();
    }

    @SuppressWarnings("unused")
    private String secret() {
      return so("secret of square");
    }
  }

  /** Dispatch: interface, abstract class, bridge, private, default, static of an interface. */
  public static final class Dispatched implements Program {
    @Override
    public Object run(int input) throws Exception {
      Square square = new Square(3);
      List<String> results = new ArrayList<>();
      results.add(tried(method(Shape.class, "area", int.class), square, 2));
      results.add(tried(method(Base.class, "area", int.class), square, 2));
      for (Method method : sorted(Square.class)) {
        if (method.getName().equals("area")) {
          Log.add(method.getReturnType() + " " + tried(method, square, 2));
        }
      }
      results.add(tried(method(Shape.class, "area", int.class), square, -2));
      results.add(tried(method(Shape.class, "twice", int.class), square, 1));
      results.add(tried(method(Shape.class, "unit"), null));
      results.add(tried(method(Base.class, "hidden"), square));
      results.add(tried(method(Base.class, "secret"), square));
      results.add(tried(method(Square.class, "secret"), square));
      results.add(tried(method(Shape.class, "area", int.class), null, 2));
      results.add(tried(method(Shape.class, "area", int.class), "no shape", 2));
      Callable<String> callable = () -> so("called");
      results.add(tried(Callable.class.getMethod("call"), callable));
      results.add(tried(Object.class.getMethod("hashCode"), "x"));
      return results + " " + s(5);
    }
  }

  /** The JDK asks whether the class that calls may; a subclass may more than others. */
  public static final class Checked extends Guarded implements Program {
    private static String call(Method method, Object receiver) throws InvocationTargetException {
      try {
        return "" + method.invoke(receiver, s(2));
      } catch (IllegalAccessException e) {
        return denied(e);
      }
    }

    @Override
    public Object run(int input) throws Exception {
      List<String> results = new ArrayList<>();
      for (String name : List.of("packagePrivate", "forSubclasses", "forSubclassInstances")) {
        Method method = Guarded.class.getDeclaredMethod(name, int.class);
        for (Object receiver : new Object[] {this, new Guarded()}) {
          if (name.equals("packagePrivate")) {
            results.add(call(method, receiver));
          }
          method.setAccessible(true);
          results.add(call(method, receiver));
          method.setAccessible(false);
        }
      }
      return results;
    }
  }

  /** A caller that the method's class lets in as its subclass: left to the JDK, so it pins. */
  public static final class Inherited extends Guarded implements Program {
    @Override
    public Object run(int input) throws Exception {
      String result = s(1) + "";
      for (String name : List.of("forSubclasses", "forSubclassInstances")) {
        Method method = Guarded.class.getDeclaredMethod(name, int.class);
        result += method.invoke(this, 2);
        try {
          result += " " + method.invoke(new Guarded(), 3);
        } catch (IllegalAccessException e) {
          result += " " + denied(e);
        }
      }
      return result;
    }
  }

  /** A static method's class is initialised by the call; what its initialiser throws comes bare. */
  public static final class Initialised implements Program {
    static final class Lazy {
      static {
        Log.add("Lazy initialised");
      }

      private Lazy() {}

      static int get(int x) {
        return s(x);
      }
    }

    static final class Failing {
      static {
        Log.add("Failing");
        if (Log.class.getName().length() > 1) {
          throw new IllegalStateException("initialiser");
        }
      }

      private Failing() {}

      static int get(int x) {
        return x;
      }
    }

    private static String message(Method method, Object... arguments) throws Exception {
      try {
        return "" + method.invoke(null, arguments);
      } catch (IllegalArgumentException e) {
        return e.getMessage();
      }
    }

    @Override
    public Object run(int input) throws Exception {
      Method get = Lazy.class.getDeclaredMethod("get", int.class);
      Log.add("found");
      Log.add(message(get, "wrong"));
      Log.add(message(get, 3));
      String results = "";
      for (Class<?> type : List.of(Lazy.class, Failing.class, Failing.class)) {
        try {
          results += message(type.getDeclaredMethod("get", int.class), 4) + " ";
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
          results += e.getClass().getSimpleName() + " ";
        }
      }
      return results + s(6);
    }
  }

  /** What the callee throws is wrapped once, thrown before or after a suspension, and nested. */
  public static final class Thrown implements Program {
    static int late() {
      return t("late");
    }

    static int fine() {
      return s(9);
    }

    static int early() throws IOException {
      throw new IOException("early");
    }

    /** Throws by reflection. */
    public static void nested() throws ReflectiveOperationException {
      method(Thrown.class, "late").invoke(null);
    }

    static void error() {
      throw new AssertionError(so("error"));
    }

    @Override
    public Object run(int input) throws Exception {
      String results = "";
      for (String name : List.of("late", "fine", "early", "error", "nested")) {
        try {
          results += method(Thrown.class, name).invoke(null);
        } catch (InvocationTargetException e) {
          Log.add(s(1) + " " + e.getMessage());
          for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            results += cause.getClass().getSimpleName() + " " + cause.getMessage() + "; ";
          }
        }
        Log.add(name + s(2));
      }
      return results;
    }
  }

  /** Operands below the call, and a reference to {@code Method::invoke}. */
  public static final class Referred implements Program {
    interface Invoker {
      Object invoke(Method method, Object receiver, Object[] arguments)
          throws ReflectiveOperationException;
    }

    interface Bound {
      Object invoke(Object receiver, Object[] arguments) throws ReflectiveOperationException;
    }

    @SuppressWarnings("unused") // reached by reflection
    private static long sum(int x, long y) {
      return sl(x + y);
    }

    @Override
    public Object run(int input) throws ReflectiveOperationException {
      Method sum = method(Referred.class, "sum", int.class, long.class);
      Invoker invoker = Method::invoke;
      Bound bound = sum::invoke;
      String direct = s(1) + "," + sum.invoke(null, s(2), 3L) + "," + 1.5 + sum.invoke(null, 4, 5);
      return direct
          + invoker.invoke(sum, null, new Object[] {6, 7L})
          + bound.invoke(null, new Object[] {8, 9L});
    }
  }
}
