package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/** S18: the calls of S17 as two tasks: 1 s and 2 s at the same time make 2 s. */
public final class S18AtTheSameTime {
  private S18AtTheSameTime() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Task<Void> hello = Task.spawn(() -> sayAfter(1, "hello"));
          Task<Void> world = Task.spawn(() -> sayAfter(2, "world"));
          System.out.println("started");
          hello.join();
          world.join();
          System.out.println("finished");
        });
  }

  @Suspendable
  private static void sayAfter(int seconds, String what) throws InterruptedException {
    Task.sleep(Pace.seconds(seconds));
    System.out.println("--->:" + what);
  }
}
