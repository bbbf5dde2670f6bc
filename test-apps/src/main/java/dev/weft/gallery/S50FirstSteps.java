package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/** S50: to spawn, to wait for one or all, and what they return. */
public final class S50FirstSteps {
  private S50FirstSteps() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Task<Integer> sum = Task.spawn(() -> add(1, 2, 4));
          Task<Object> nothing = Task.spawn(() -> null);
          sum.join();
          nothing.join();
          System.out.println("1 + 2 + 4 = " + sum.result());
          System.out.println("nothing returns " + nothing.result());
        });
  }

  @Suspendable
  private static int add(int a, int b, int x) throws InterruptedException {
    Task.sleep(Pace.seconds(1));
    return a + b + x;
  }
}
