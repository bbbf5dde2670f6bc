package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;

/** What a user's table of substitutions names, right and wrong; and a program that sleeps. */
public final class Sleeps {
  private Sleeps() {}

  /** Stands for {@code Thread.sleep(long)}. */
  @Suspendable
  public static void sleep(long millis) throws InterruptedException {
    System.out.println("substitute");
    Thread.sleep(millis);
  }

  /** Stands for {@code String.trim()}. */
  @Suspendable
  public static String trim(String text) {
    return "<" + text.strip() + ">";
  }

  /** Is not suspendable. */
  public static void unmarked(long millis) {
    throw new IllegalStateException("called with " + millis);
  }

  @Suspendable
  static void hidden(long millis) {
    throw new IllegalStateException("called with " + millis);
  }

  /** Sleeps in a task, and trims. */
  public static void main(String[] arguments) throws Exception {
    Hub.run(Program::run);
  }

  /** Calls what is substituted. */
  static final class Program {
    private Program() {}

    @Suspendable
    static void run() throws InterruptedException {
      Thread.sleep(0);
      Other.run();
    }
  }
}
