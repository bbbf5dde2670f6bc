package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.any;
import static dev.weft.hazard.targets.Suspending.s;
import static dev.weft.hazard.targets.Suspending.so;

import dev.weft.hazard.Log;

/** Branches, switches and loops around suspend points. */
public final class ControlFlow {
  private ControlFlow() {}

  /** A colour. */
  public enum Colour {
    RED,
    GREEN
  }

  /** Switches over strings, ints and enums, nested and falling through. */
  public static final class Switches implements Program {
    private static final String[] KEYS = {"a", "b", "Aa", "BB", "none"};

    @Override
    @SuppressWarnings("fallthrough") // is what this is about
    public Object run(int input) {
      int sum = 0;
      switch (so(KEYS[input])) {
        case "a":
          sum += s(1);
        // fall through
        case "b":
          switch (s(input + 1)) {
            case 1:
              sum += s(10);
              break;
            case 2:
              sum += s(20);
            // fall through
            default:
              sum += s(30);
          }
          break;
        case "Aa": // the same hash as the next one
          sum += s(100);
          break;
        case "BB":
          sum += s(200);
          break;
        default:
          sum = s(-1);
      }
      int sparse =
          switch (s(input * 1000)) {
            case 0 -> s(1);
            case 1000 -> s(2) + s(3);
            default -> 4;
          };
      Colour colour = any(Colour.values()[input % 2]);
      String name =
          switch (colour) {
            case RED -> so("red");
            case GREEN -> "green" + s(5);
          };
      return sum + " " + sparse + name;
    }
  }

  /** A jump to an outer loop that passes through finally. */
  public static final class ContinueOuter implements Program {
    @Override
    public Object run(int input) {
      int rounds = 0;
      outer:
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          try {
            rounds += s(1);
            if (j == input) {
              continue outer;
            }
            if (i == 2) {
              break outer;
            }
            if (input == 7 && i == 1) {
              throw new IllegalStateException("from " + so("inner"));
            }
          } finally {
            Log.add("finally " + s(i) + j);
          }
        }
        Log.add("inner loop ended");
      }
      return rounds;
    }
  }

  /** A loop without exit. */
  public static final class Endless implements Program {
    @Override
    public Object run(int input) {
      for (int i = 0; ; i++) {
        Log.add(s(i));
      }
    }
  }

  /** A loop whose only exit is an exception. */
  public static final class EndlessUntilThrow implements Program {
    @Override
    public Object run(int input) {
      int[] budget = {5};
      for (; ; ) {
        Log.add(100 / s(--budget[0]));
      }
    }
  }

  /** Throws behind a call, on the line of the call, while another call stands further down. */
  public static final class FailingBehindPoint implements Program {
    @Override
    public Object run(int input) {
      int[] array = {7};
      int first = s(1) + array[input];
      int second = s(2);
      return first + second;
    }
  }
}
