package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;

/** Programs whose lines and variables a debugger, or a stack trace, must get right. */
public final class Debugged {
  private Debugged() {}

  /** The rest of a line runs in the resume body, which has none of what was before. */
  public static final class RestOfLine implements Program {
    @Override
    public Object run(int input) {
      int quotient = 6 / (s(input) - 1);
      int other = s(2);
      if (other == 2) {
        return choose(input) + quotient;
      }
      return quotient + other;
    }

    private static int choose(int input) {
      int chosen =
          input == 3 //
              ? s(1)
              : 6 / (s(input) - 2);
      return s(chosen);
    }
  }

  /** Of the variables only {@code late} and {@code first} are alive behind the first point. */
  public static final class Variables implements Program {
    @Override
    public Object run(int input) {
      long dead = input * 2L;
      String late = "late";
      int first = s((int) dead);
      int second = first + s(1);
      dead = second;
      return late + dead;
    }
  }
}
