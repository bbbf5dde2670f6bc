package dev.weft.it.targets.threads;

import dev.weft.hub.DeadlockException;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tasks and monitors that suspend: what a program that knows of tasks sees. */
public final class MonitorTasks {
  private static final Object LEFT = new Object();
  private static final Object RIGHT = new Object();

  private MonitorTasks() {}

  /** Runs all of them. */
  public static void main(String[] arguments) throws Exception {
    deadlock();
    killed();
    Hub.with().onPinned(pinned -> Say.line("pinned", pinned)).run(MonitorTasks::turns);
  }

  private static void both(Object first, Object second) throws InterruptedException {
    synchronized (first) {
      Task.sleep(Duration.ofMillis(1));
      synchronized (second) {
        Say.line("not reached");
      }
    }
  }

  private static void deadlock() throws Exception {
    try {
      Hub.run(
          () -> {
            Task<Void> one = Task.spawn(() -> both(LEFT, RIGHT));
            Task<Void> two = Task.spawn(() -> both(RIGHT, LEFT));
            Tasks.joinAll(List.of(one, two));
          });
    } catch (DeadlockException e) {
      Say.line(e.getMessage().contains("the monitor of Object @"));
    }
  }

  private static void killed() throws Exception {
    Hub.run(
        () -> {
          Object lock = new Object();
          Task<Void> holder =
              Task.spawn(
                  () -> {
                    synchronized (lock) {
                      lock.wait();
                    }
                  });
          Task.yieldNow();
          Task<Void> waiting =
              Task.spawn(
                  () -> {
                    synchronized (lock) {
                      Say.line("entered");
                    }
                  });
          synchronized (lock) {
            Task.yieldNow(); // now it waits for the monitor
            holder.killAsync();
            waiting.killAsync();
            Task.yieldNow();
            Say.line(holder.isDone(), waiting.isDone()); // the first has to enter it again
          }
          holder.join();
          synchronized (lock) {
            Say.line(holder.isDone(), Thread.holdsLock(lock));
          }
        });
  }

  private static void turns() throws InterruptedException {
    Object lock = new Object();
    int[] count = {0};
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tasks.add(
          Task.spawn(
              () -> {
                synchronized (lock) {
                  int seen = count[0];
                  Task.sleep(Duration.ofMillis(1));
                  count[0] = seen + 1;
                }
              }));
    }
    Tasks.joinAll(tasks);
    Say.line("turns", count[0]);
  }
}
