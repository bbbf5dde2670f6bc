package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexCondition;

/**
 * S32: a condition whose predicate itself waits, for what somebody types. It is asked with the lock
 * held, so there is one prompt at a time; a task whose answer is no gives the lock up.
 */
public final class S32ConditionThatAsks {
  private S32ConditionThatAsks() {}

  public static void main(String[] args) throws Exception {
    Keyboard keyboard = new Keyboard("0", "1", "nothing", "1", "1");
    Pace.hub(
        () -> {
          MutexCondition condition = new MutexCondition(new Mutex("lock"), "condition");
          for (int i = 0; i < 5; i++) {
            int number = i;
            Task.spawn(() -> run(condition, keyboard, number));
          }
          Task.sleep(Pace.seconds(6));
          System.out.println("waiting: " + condition.waiting());
        });
  }

  @Suspendable
  private static void run(MutexCondition condition, Keyboard keyboard, int number)
      throws InterruptedException {
    condition.lock().lock();
    try {
      condition.waitFor(() -> saysOne(keyboard, number));
      System.out.println("run the task: " + number);
    } finally {
      condition.lock().unlock();
    }
  }

  @Suspendable
  private static boolean saysOne(Keyboard keyboard, int number) {
    try {
      return keyboard.ask("task " + number + " asks >>>").equals("1");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
