package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * S59: three tasks sleep for the same second, and wake in the order in which they went to sleep.
 */
public final class S59ThreeSleepers {
  private S59ThreeSleepers() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          List<Task<Void>> tasks = new ArrayList<>();
          for (String name : List.of("foo", "bar", "ex")) {
            tasks.add(Task.spawn(() -> sleep(name)));
          }
          for (Task<Void> task : tasks) {
            task.join();
          }
        });
  }

  @Suspendable
  private static void sleep(String name) throws InterruptedException {
    System.out.println(name + " starts");
    Task.sleep(Pace.seconds(1));
    System.out.println(name + " ends");
  }
}
