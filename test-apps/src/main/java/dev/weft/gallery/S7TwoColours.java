package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/** S7: two functions that wait, at the same time; each in its colour. */
public final class S7TwoColours {
  private S7TwoColours() {}

  public static void main(String[] args) throws Exception {
    long start = Pace.nanoTime();
    Pace.hub(
        () -> {
          Task<Void> first = Task.spawn(() -> print(31, "111", 2, "444"));
          Task<Void> second = Task.spawn(() -> print(32, "222", 3, "333"));
          first.join();
          second.join();
        });
    System.out.printf("spend %.1f second%n", (Pace.nanoTime() - start) / 1e9);
  }

  @Suspendable
  private static void print(int colour, String before, int seconds, String after)
      throws InterruptedException {
    System.out.println(coloured(colour, before));
    Task.sleep(Pace.seconds(seconds));
    System.out.println(coloured(colour, after));
  }

  private static String coloured(int colour, String text) {
    return "\033[" + colour + ";1m" + text + "\033[0m";
  }
}
