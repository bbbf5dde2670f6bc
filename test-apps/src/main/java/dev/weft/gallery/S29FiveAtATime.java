package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import dev.weft.sync.BoundedSemaphore;
import java.util.ArrayList;
import java.util.List;

/** S29: twenty tasks that sleep for a second, of which a semaphore lets five in at a time. */
public final class S29FiveAtATime {
  private S29FiveAtATime() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          BoundedSemaphore semaphore = new BoundedSemaphore(5, "five");
          List<Task<Void>> tasks = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            int number = i;
            tasks.add(Task.spawn(() -> run(semaphore, number)));
          }
          System.out.println("20 tasks begin");
          Tasks.joinAll(tasks);
          System.out.println("----all tasks done---");
        });
  }

  @Suspendable
  private static void run(BoundedSemaphore semaphore, int number) throws InterruptedException {
    semaphore.acquire();
    try {
      Task.sleep(Pace.seconds(1));
      System.out.println("run the task: " + number);
    } finally {
      semaphore.release();
    }
  }
}
