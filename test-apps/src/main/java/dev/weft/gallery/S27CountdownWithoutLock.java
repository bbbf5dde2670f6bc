package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import java.util.ArrayList;
import java.util.List;

/**
 * S27: a hundred tasks look at a number, sleep for a second, and take one from it, without a lock.
 * The tasks of one hub are never interrupted, so taking one is safe; those of threads would not be.
 */
public final class S27CountdownWithoutLock {
  private static int number = 100;

  private S27CountdownWithoutLock() {}

  public static void main(String[] args) throws Exception {
    number = 100;
    Pace.hub(
        () -> {
          List<Task<Void>> tasks = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            tasks.add(Task.spawn(S27CountdownWithoutLock::takeOne));
          }
          Tasks.joinAll(tasks);
          System.out.println("final num: " + number);
        });
  }

  @Suspendable
  private static void takeOne() throws InterruptedException {
    System.out.println("--get num: " + number);
    Task.sleep(Pace.seconds(1));
    number -= 1;
  }
}
