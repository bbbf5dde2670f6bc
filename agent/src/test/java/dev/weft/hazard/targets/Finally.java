package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.so;
import static dev.weft.hazard.targets.Suspending.t;

import dev.weft.hazard.Log;

/** Suspensions in and around finally blocks. */
public final class Finally {
  private Finally() {}

  /** Handlers inside handlers, each with its finally. */
  public static final class NestedHandlers implements Program {
    @Override
    public Object run(int input) {
      try {
        if (input != 1) {
          t("1");
        }
        Log.add("A" + s(1));
      } catch (IllegalStateException outer) {
        try {
          if (input != 2) {
            t("2");
          }
          Log.add("C" + s(2));
        } catch (IllegalStateException inner) {
          Log.add("D" + s(3) + inner.getMessage());
          if (input == 3) {
            t("3");
          }
        } finally {
          Log.add("E" + s(4));
        }
      } finally {
        Log.add("B" + s(5));
      }
      return "end";
    }
  }

  /** A finally block that suspends, reached in each way. */
  public static final class SuspendInFinally implements Program {
    @Override
    public Object run(int input) {
      String text = "start";
      for (int i = 0; ; i++) {
        try {
          text += i;
          switch (input) {
            case 0:
              Log.add("normal");
              return "done " + text + s(1);
            case 1:
              t("thrown");
              break;
            case 2:
              return text;
            case 3:
              if (i == 2) {
                break;
              }
              continue;
            default:
              throw new IllegalArgumentException(text);
          }
          Log.add("behind the switch");
          return text + "!";
        } finally {
          Log.add("finally " + s(i) + text);
        }
      }
    }
  }

  /** The value to be returned waits while finally suspends. */
  public static final class ReturnThroughFinally implements Program {
    private static int number(boolean fail) {
      int x = 1;
      try {
        return fail ? t("number") : s(x);
      } finally {
        x = s(2);
        Log.add(x);
      }
    }

    private static double wide(boolean fail) {
      try {
        return fail ? t("wide") : 2.5 + s(1);
      } finally {
        Log.add(so("finally"));
      }
    }

    @Override
    public Object run(int input) {
      return number(input == 2) + wide(input == 1);
    }
  }

  /** A jump out of finally overrides what was on its way. */
  @SuppressWarnings("finally") // is what this is about
  public static final class FinallyOverrides implements Program {
    private static int round(int i) {
      for (; ; ) {
        try {
          if (i == 2) {
            t("lost");
          }
          return s(i);
        } finally {
          if (s(i) > 0) {
            break;
          }
        }
      }
      return s(100 + i);
    }

    private static int replaced(int i) {
      try {
        return i == 0 ? s(1) : t("replaced");
      } finally {
        return s(i + 50);
      }
    }

    @Override
    public Object run(int input) {
      return round(input) + replaced(input);
    }
  }

  /** Handlers for everything do not see a suspension. */
  public static final class CatchEverything implements Program {
    private int depth(int n) {
      try {
        return n == 0 ? s(1) : depth(n - 1) + 1;
      } catch (Throwable e) {
        Log.add("caught at " + n + ": " + e.getMessage());
        throw e;
      } finally {
        Log.add("left " + n);
      }
    }

    @Override
    public Object run(int input) {
      try {
        int result = depth(3);
        if (input == 1) {
          t("the only one");
        }
        return result;
      } catch (Throwable e) {
        return "caught " + e.getMessage() + s(2);
      }
    }
  }

  /** A resource whose life is suspended in each of its stages. */
  public static final class Resources implements Program {
    /** Logs its closing. */
    static final class R implements AutoCloseable {
      private final String name;
      private final boolean fails;

      R(String name, boolean fails) {
        this.name = name;
        this.fails = fails;
      }

      @Override
      public void close() {
        Log.add("close " + name + s(1));
        if (fails) {
          t("close " + name);
        }
      }
    }

    @Override
    public Object run(int input) {
      try (R a = new R(so("a"), input > 1);
          R b = input == 3 ? null : new R(so("b"), input > 2)) {
        Log.add(a.name + (b == null) + s(1));
        if (input % 2 == 1) {
          t("body");
        }
        return s(2);
      } catch (IllegalStateException e) {
        Log.add(s(3));
        throw e;
      }
    }
  }
}
