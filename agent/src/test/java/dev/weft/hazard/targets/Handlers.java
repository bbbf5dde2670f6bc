package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.park;
import static dev.weft.hazard.targets.Suspending.raise;
import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.so;
import static dev.weft.hazard.targets.Suspending.t;

import dev.weft.abi.StaleFrameError;
import dev.weft.continuation.PinnedException;
import dev.weft.hazard.Log;
import java.io.FileNotFoundException;
import java.io.IOException;

/** Suspensions in and around exception handlers. */
public final class Handlers {
  private Handlers() {}

  /** The handler sees the variable as it was when the exception struck. */
  public static final class StoresInTry implements Program {
    @Override
    public Object run(int input) {
      Object v = null;
      long w = 1;
      try {
        v = so("x" + input);
        w = Integer.parseInt(((String) v).substring(1)) / s(input);
        v = s(5);
        w += 100 / s(input - 1);
        v = so("end");
      } catch (ArithmeticException e) {
        Log.add(s(1));
        return "caught " + v + w;
      }
      return v + "" + w;
    }
  }

  /** After a resumption that throws, locals have the values from before the call. */
  public static final class LocalsAfterThrow implements Program {
    @Override
    public Object run(int input) {
      Object x = "d";
      int count = 1;
      try {
        count = 2;
        x = t("m");
        count = 3;
      } catch (IllegalStateException e) {
        count += s(10);
        return x + " " + count + e.getMessage();
      }
      return "not reached";
    }
  }

  /** The exception is live across a suspension and thrown again. */
  public static final class SuspendInCatch implements Program {
    private static void rethrow() {
      try {
        t("kept");
      } catch (IllegalStateException e) {
        Log.add(s(1));
        throw e;
      }
    }

    private static void wrap() throws IOException {
      try {
        rethrow();
      } catch (IllegalStateException e) {
        int code = s(7);
        throw new IOException("wrapped " + code, e);
      }
    }

    @Override
    public Object run(int input) throws IOException {
      if (input == 0) {
        rethrow();
      }
      wrap();
      return "not reached";
    }
  }

  /** The same in a recursion: the trace names each level once. */
  public static final class SuspendInCatchRecursively implements Program {
    private static int fall(int n) {
      if (n > 0) {
        return fall(n - 1) + 1;
      }
      try {
        throw new IllegalStateException("at the bottom");
      } catch (IllegalStateException e) {
        Log.add(s(1));
        throw e;
      }
    }

    private static int fallAfterSuspension(int n) {
      if (n > 0) {
        return fallAfterSuspension(n - 1) + 1;
      }
      return t("from below");
    }

    @Override
    public Object run(int input) {
      return input < 5 ? fall(input) : fallAfterSuspension(input - 5);
    }
  }

  /** The suspension is all there is in the protected range. */
  public static final class OnlyInstructionInTry implements Program {
    @Override
    public Object run(int input) throws Exception {
      try {
        park();
      } catch (IllegalStateException e) {
        Log.add("caught by the first");
      }
      try {
        raise(new IOException("raised"));
      } catch (IOException e) {
        Log.add(e);
      }
      try {
        t("ignored");
      } catch (IllegalStateException ignored) {
        return s(1);
      }
      return "not reached";
    }
  }

  /** Handlers that name the library's own exceptions. */
  public static final class OwnControlException implements Program {
    @Override
    public Object run(int input) {
      try {
        Log.add(s(1));
        if (input == 1) {
          t("plain ISE");
        }
        return s(2);
      } catch (StaleFrameError | PinnedException e) {
        Log.add("never");
        return e;
      } catch (IllegalStateException | Error e) {
        return e.getMessage() + s(4);
      }
    }
  }

  /** Handlers of a subclass before its superclass. */
  public static final class OrderedHandlers implements Program {
    @Override
    public Object run(int input) {
      Object o = "none";
      try {
        o = s(1);
        switch (input) {
          case 0 -> raise(new FileNotFoundException("file"));
          case 1 -> raise(new IOException("io"));
          case 2 -> raise(new IllegalStateException("state"));
          default -> o = so("fine");
        }
      } catch (FileNotFoundException e) {
        o = s(10) + e.getMessage();
      } catch (IOException e) {
        o = e.getMessage() + s(20);
      } catch (Exception e) {
        o = e.getMessage().length() + s(30);
      }
      Log.add(s(40));
      return o;
    }
  }

  /** Nothing has been suspended when the receiver turns out to be null. */
  public static final class NullReceiver implements Program {
    /** Called on null. */
    interface I {
      int m(int x);
    }

    private static I implementation(int input) {
      return input == 0
          ? null
          : x -> {
            if (x == 1) {
              throw new IllegalStateException("one");
            }
            return s(x);
          };
    }

    @Override
    public Object run(int input) {
      I iface = implementation(input);
      try {
        return iface.m(input);
      } catch (IllegalStateException e) {
        return s(10) + e.getMessage();
      }
    }
  }

  /** Throws several frames deep after a resumption, then suspends again. */
  public static final class ThrowDeep implements Program {
    private static int a(int n) {
      return b(n) + s(1);
    }

    private static int b(int n) {
      return c(n) * 2;
    }

    private static int c(int n) {
      int before = s(n);
      return before % 2 == 0 ? t("deep " + before) : before;
    }

    @Override
    public Object run(int input) {
      int sum = 0;
      for (int i = 0; i < 4; i++) {
        try {
          sum += a(i);
        } catch (IllegalStateException e) {
          Log.add(e);
          sum += s(100);
        }
        sum += c(2 * i + 1);
      }
      return sum + a(input);
    }
  }

  /** The user's own checked exception arrives as it was thrown. */
  public static final class OwnException implements Program {
    /** Thrown through several frames. */
    static final class MyEx extends Exception {
      private static final long serialVersionUID = 1L;

      MyEx(String message) {
        super(message);
      }
    }

    private static void throwIt(MyEx e) throws MyEx {
      s(1);
      raise(e);
    }

    @Override
    public Object run(int input) throws MyEx {
      MyEx mine = new MyEx("mine");
      if (input == 1) {
        throwIt(mine);
      }
      try {
        throwIt(mine);
      } catch (MyEx e) {
        return (e == mine) + e.getMessage() + s(2);
      }
      return "not reached";
    }
  }

  /** An exception is caught and thrown again after a suspension, two levels below a caller. */
  public static final class HeldAcrossSuspension implements Program {
    @Override
    public Object run(int input) {
      return middle() + 1;
    }

    private int middle() {
      int first = s(1); // from here on the trampoline enters this method, and not its caller
      return first + thrower(first);
    }

    private static int thrower(int x) {
      try {
        throw new IllegalStateException("held " + x);
      } catch (IllegalStateException e) {
        Log.add(s(2));
        throw e;
      }
    }
  }

  /**
   * An exception is made by one method and thrown, after a suspension, by another that it calls.
   */
  public static final class MadeByACaller implements Program {
    @Override
    public Object run(int input) {
      return middle() + 1;
    }

    private int middle() {
      int first = s(1); // from here on the trampoline enters this method, and not its caller
      return first + thrower(new IllegalStateException("made " + first));
    }

    private static int thrower(IllegalStateException made) {
      Log.add(s(2));
      throw made;
    }
  }

  /** An exception is made by a method after a suspension, returned, and thrown by its caller. */
  public static final class MadeByACallee implements Program {
    @Override
    public Object run(int input) throws Exception {
      return input == 0 ? direct() : middle();
    }

    private int direct() throws Exception {
      throw maker();
    }

    private int middle() throws Exception {
      int first = s(3); // from here on the trampoline enters this method, and not its caller
      throw first == 3 ? passedOn() : new IllegalArgumentException();
    }

    private Exception passedOn() {
      Exception made = maker(); // not a tail call
      Log.add(s(4));
      return made;
    }

    private static Exception maker() {
      int first = s(1);
      Exception made = new IllegalStateException("made " + first, new Exception("cause"));
      Log.add(s(2));
      return made;
    }
  }
}
