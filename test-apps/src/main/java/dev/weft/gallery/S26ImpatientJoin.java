package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/**
 * S26: a task that starts five others and waits a second for each, and a main task that waits two
 * seconds for it. All of them end with the main task.
 */
public final class S26ImpatientJoin {
  private S26ImpatientJoin() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Task<Void> starter = Task.with().name("starter").spawn(S26ImpatientJoin::startFive);
          starter.join(Pace.seconds(2));
          System.out.println("---main task done----");
        });
  }

  @Suspendable
  private static void startFive() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      int number = i;
      Task<Void> child = Task.with().name("child " + i).spawn(() -> run(number));
      child.join(Pace.seconds(1.1)); // not 1, lest two waits end at the same time
      System.out.println("started " + child.name());
    }
  }

  @Suspendable
  private static void run(int number) throws InterruptedException {
    System.out.println("[" + number + "]---running");
    Task.sleep(Pace.seconds(5));
    System.out.println("[" + number + "]---done, which nobody waits for");
  }
}
