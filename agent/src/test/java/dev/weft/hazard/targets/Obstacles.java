package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;

import dev.weft.continuation.PinnedException;
import dev.weft.hazard.Log;
import dev.weft.hazard.outside.PlainLibrary;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

/** Frames that cannot be suspended, between the coroutine and its suspension. */
public final class Obstacles {
  private Obstacles() {}

  /** What the exception says. */
  public static String text(PinnedException e) {
    return e.reason() + " " + e.culprit().getClassName() + "." + e.culprit().getMethodName();
  }

  /** A method called by reflection, which is no obstacle. */
  public static final class Reflective implements Program {
    /** Called by {@link Method#invoke}. */
    public static int deep(int x) {
      Log.add("deep");
      return s(x);
    }

    private static String middle() throws ReflectiveOperationException {
      return "returned " + Reflective.class.getMethod("deep", int.class).invoke(null, 2);
    }

    @Override
    public Object run(int input) throws ReflectiveOperationException {
      int before = s(1);
      String tried = middle();
      return before + " " + tried + " " + s(3);
    }
  }

  /** A method called through a method handle. */
  public static final class Handles implements Program {
    static int deep(int x) {
      Log.add("deep");
      return s(x);
    }

    @Override
    public Object run(int input) throws Exception {
      MethodHandle handle =
          MethodHandles.lookup()
              .findStatic(Handles.class, "deep", MethodType.methodType(int.class, int.class));
      int before = s(1);
      String tried;
      try {
        tried = "returned " + (int) handle.invokeExact(2);
      } catch (PinnedException e) {
        tried = text(e);
      } catch (Throwable e) {
        tried = "wrong " + e;
      }
      return before + " " + tried + " " + s(3);
    }
  }

  /** A JDK proxy of a woven interface: the handler sees the method as it is written. */
  public static final class JdkProxy implements Program {
    /** Proxied. */
    public interface I {
      int m(int x);

      default String d(String x) {
        return "default " + x;
      }
    }

    /** Proxied with it: which twin would be inherited? */
    public interface J {
      int m(int x);
    }

    private static int deep(int x) {
      return s(x);
    }

    @Override
    public Object run(int input) {
      I proxy =
          (I)
              Proxy.newProxyInstance(
                  I.class.getClassLoader(),
                  new Class<?>[] {I.class, J.class},
                  (self, method, arguments) -> {
                    Log.add(method.getName() + List.of(arguments));
                    if (method.getName().equals("d")) {
                      return "proxied";
                    }
                    return input == 0 ? 5 : deep((Integer) arguments[0]);
                  });
      String tried;
      try {
        tried = "returned " + proxy.m(2);
      } catch (PinnedException e) {
        tried = text(e);
      }
      return s(1) + tried + proxy.d("x") + s(3);
    }
  }

  /** Code of the JDK that calls back. */
  public static final class ForEach implements Program {
    @Override
    public Object run(int input) {
      int before = s(1);
      String tried;
      try {
        Arrays.setAll(
            new int[3],
            x -> {
              Log.add("element " + x);
              return s(x);
            });
        tried = "returned";
      } catch (PinnedException e) {
        tried = text(e);
      }
      return before + " " + tried + " " + s(4);
    }
  }

  /** A plain method of a library in the middle. */
  public static final class PlainMiddle implements Program {
    private static int wrapped(int x) {
      Log.add("pre");
      int y = PlainLibrary.call(z -> s(z), x);
      Log.add("post");
      return y;
    }

    @Override
    public Object run(int input) {
      String tried;
      try {
        tried = "returned " + wrapped(1);
      } catch (PinnedException e) {
        tried = text(e);
      }
      return tried + " " + s(2);
    }
  }

  /** A constructor that suspends. */
  public static final class InConstructor implements Program {
    private final int x;

    public InConstructor() {
      x = 1;
    }

    private InConstructor(int x) {
      this.x = s(x);
    }

    @Override
    public Object run(int input) {
      String tried;
      try {
        tried = "returned " + new InConstructor(s(2)).x;
      } catch (PinnedException e) {
        tried = text(e);
      }
      return tried + " " + s(3);
    }
  }

  /** A class initialiser that suspends. */
  public static final class InClassInitialiser implements Program {
    /** Initialised on first use. */
    static final class Lazy {
      static final int VALUE = s(5);

      private Lazy() {}
    }

    @Override
    public Object run(int input) {
      String tried;
      try {
        tried = "returned " + Lazy.VALUE;
      } catch (ExceptionInInitializerError e) {
        tried = text((PinnedException) e.getCause());
      }
      return tried + " " + s(3);
    }
  }

  /** A native method without a library behaves as it would. */
  public static final class NativeMethod implements Program {
    private native int missing(int x);

    @Override
    public Object run(int input) {
      int before = s(1);
      try {
        return missing(s(2));
      } catch (UnsatisfiedLinkError e) {
        return before + s(3);
      }
    }
  }

  /** A main method: suspends when called by a coroutine, cannot when called by the launcher. */
  public static final class Main implements Program {
    /** As the launcher calls it. */
    public static void main(String[] arguments) {
      Log.add(s(arguments.length));
    }

    @Override
    public Object run(int input) {
      main(new String[] {"a", "b"});
      return s(1);
    }
  }
}
