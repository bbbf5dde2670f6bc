package dev.weft.it;

import dev.weft.it.targets.Struck;

/** Runs coroutines round after round, for a debugger that throws into them; see InjectionIT. */
final class StruckProgram {
  /** What is thrown. */
  @SuppressWarnings("StaticAssignmentOfThrowable") // the debugger finds it here; it has no trace
  static final Throwable BULLET = new Bullet();

  private static final class Bullet extends Error {
    private static final long serialVersionUID = 1L;

    Bullet() {
      super("thrown by the debugger", null, false, false);
    }
  }

  private StruckProgram() {}

  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    Struck.Bystanders bystanders = new Struck.Bystanders();
    for (int kind = 0; kind < Struck.KINDS; kind++) {
      check(Struck.run(kind) == 15 || kind == 2, "kind " + kind + " alone");
    }
    int expected = Struck.run(2);
    check(bystanders.goOn().isEmpty(), "bystanders alone");
    int struck = 0;
    for (int round = 0; round < rounds; round++) {
      int kind = round % Struck.KINDS;
      Throwable thrown = attempt(kind);
      end();
      check(thrown == null || thrown == BULLET, "round " + round + " ended with " + thrown);
      struck += thrown == null ? 0 : 1;
      String problem = bystanders.goOn();
      check(problem.isEmpty(), problem);
      for (int other = 0; other < Struck.KINDS; other++) {
        int result = Struck.run(other);
        check(result == (other == 2 ? expected : 15), "round " + round + ": " + other + result);
      }
    }
    System.out.println("struck " + struck);
  }

  /** The debugger strikes between here and {@link #end}. */
  private static Throwable attempt(int kind) {
    try {
      begin();
      Struck.run(kind);
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  private static void begin() {
    // A breakpoint.
  }

  private static void end() {
    // A breakpoint.
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
