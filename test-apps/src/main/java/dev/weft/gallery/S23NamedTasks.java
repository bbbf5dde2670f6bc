package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/** S23: two tasks that take their time, and their names. The program ends when they have. */
public final class S23NamedTasks {
  private S23NamedTasks() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Task<Void> first = Task.spawn(() -> sayHi(1));
          Task<Void> second = Task.spawn(() -> sayHi(2));
          Task.yieldNow();
          System.out.println(first.name());
          System.out.println(second.name());
          first.join();
          second.join();
          System.out.println("ended");
        });
  }

  @Suspendable
  private static void sayHi(int number) throws InterruptedException {
    System.out.println("running on number:" + number);
    Task.sleep(Pace.seconds(3));
  }
}
