package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/** S51: eating takes 2 s, playing takes 1 s, and both are done at the same time. */
public final class S51EatAndPlay {
  private S51EatAndPlay() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Task<Void> eat = Task.spawn(() -> twice("egon", "eat", 2));
          Task<Void> play = Task.spawn(() -> twice("egon", "play", 1));
          eat.join();
          play.join();
          System.out.println("main " + (Object) eat.result());
        });
  }

  @Suspendable
  private static void twice(String name, String what, int seconds) throws InterruptedException {
    System.out.println(name + " " + what + " 1");
    Task.sleep(Pace.seconds(seconds));
    System.out.println(name + " " + what + " 2");
  }
}
