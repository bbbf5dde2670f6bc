package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/**
 * S25: to name tasks, to wait for them one by one, and those that nobody waits for: they end with
 * the main task, as daemon threads do.
 */
public final class S25NamesAndJoins {
  private S25NamesAndJoins() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Task.with().name("background").spawn(() -> work(1_000));
          Task<Void> first = Task.with().name("one").spawn(() -> work(1));
          first.join();
          System.out.println(first.name() + " has ended");
          Task<Void> second = Task.with().name("two").spawn(() -> work(1));
          second.join();
          System.out.println(second.name() + " has ended");
        });
    System.out.println("nobody waited for background");
  }

  @Suspendable
  private static void work(int seconds) throws InterruptedException {
    String name = Task.current().orElseThrow().name();
    System.out.println(name + " begins");
    try {
      Task.sleep(Pace.seconds(seconds));
    } finally {
      System.out.println(name + " cleans up");
    }
  }
}
