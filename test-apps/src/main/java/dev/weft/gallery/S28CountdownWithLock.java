package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.ParallelScheduler;
import dev.weft.hub.Task;
import dev.weft.sync.Mutex;
import java.util.ArrayList;
import java.util.List;

/**
 * S28: the same with a lock, and tasks that may run on several cores at the same time and let
 * others run between reading and writing: nothing is lost.
 */
public final class S28CountdownWithLock {
  private static final Mutex LOCK = new Mutex("number");
  private static int number;

  private S28CountdownWithLock() {}

  public static void main(String[] args) throws Exception {
    number = 100;
    try (ParallelScheduler scheduler = ParallelScheduler.start(2)) {
      List<Task<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        tasks.add(scheduler.spawn(S28CountdownWithLock::takeOne));
      }
      for (Task<Void> task : tasks) {
        task.join();
      }
    }
    System.out.println("final num: " + number);
  }

  @Suspendable
  private static void takeOne() throws InterruptedException {
    Task.sleep(Pace.seconds(1));
    LOCK.lock();
    try {
      int read = number;
      Task.yieldNow(); // the other 99 wait for the lock meanwhile
      number = read - 1;
    } finally {
      LOCK.unlock();
    }
  }
}
