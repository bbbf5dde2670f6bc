package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * S54: ten calls of half a second, one after the other and then as ten tasks, which end in the
 * order in which they were spawned.
 */
public final class S54SynchronousAndNot {
  private S54SynchronousAndNot() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          System.out.println("Synchronous:");
          for (int i = 0; i < 10; i++) {
            task(i);
          }
          System.out.println("Asynchronous:");
          List<Task<Void>> tasks = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            int number = i;
            tasks.add(Task.spawn(() -> task(number)));
          }
          for (Task<Void> task : tasks) {
            task.join();
          }
        });
  }

  @Suspendable
  private static void task(int number) throws InterruptedException {
    Task.sleep(Pace.seconds(0.5));
    System.out.println("Task " + number + " done");
  }
}
