package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.hub.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * S2: a hundred tasks add one to a number. A task is never interrupted, so adding is safe; but one
 * that lets others run between reading and writing loses their work.
 */
public final class S2LostUpdate {
  private S2LostUpdate() {}

  private static int number;

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          number = 0;
          all(() -> number += 1);
          System.out.println("no switch between reading and writing: " + number);
          number = 0;
          all(S2LostUpdate::addSlowly);
          System.out.println("a switch between reading and writing: " + number);
        });
  }

  @Suspendable
  private static void all(SuspendableRunnable work) throws InterruptedException {
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tasks.add(Task.spawn(work));
    }
    for (Task<Void> task : tasks) {
      task.join();
    }
  }

  @Suspendable
  private static void addSlowly() {
    int read = number;
    Task.yieldNow(); // the other 99 read the same
    number = read + 1;
  }
}
