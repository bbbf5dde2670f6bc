package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexCondition;

/**
 * S31: ten tasks wait for a condition, and as many of them are notified as somebody types; {@code
 * q} ends it. The five that are left then are killed with their hub, where threads would hang.
 */
public final class S31WakeSoMany {
  private S31WakeSoMany() {}

  public static void main(String[] args) throws Exception {
    Keyboard keyboard = new Keyboard("3", "2", "q");
    Pace.hub(
        () -> {
          MutexCondition condition = new MutexCondition(new Mutex("lock"), "condition");
          for (int i = 0; i < 10; i++) {
            int number = i;
            Task.spawn(() -> run(condition, number));
          }
          for (String line = keyboard.ask(">>>"); !line.equals("q"); line = keyboard.ask(">>>")) {
            condition.lock().lock();
            try {
              condition.notify(Integer.parseInt(line));
            } finally {
              condition.lock().unlock();
            }
          }
        });
  }

  @Suspendable
  @SuppressWarnings(
      "WaitNotInLoop") // who is notified goes on, whatever is the case; none is spurious
  private static void run(MutexCondition condition, int number) throws InterruptedException {
    boolean notified = false;
    condition.lock().lock();
    try {
      condition.await();
      notified = true;
      System.out.println("run the task: " + number);
    } finally {
      condition.lock().unlock();
      if (!notified) {
        System.out.println("left: " + number);
      }
    }
  }
}
