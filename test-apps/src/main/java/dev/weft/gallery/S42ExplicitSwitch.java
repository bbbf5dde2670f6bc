package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;

/** S42: two tasks let each other run, by a sleep of no time. */
public final class S42ExplicitSwitch {
  private S42ExplicitSwitch() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          Task<Void> foo = Task.spawn(S42ExplicitSwitch::foo);
          Task<Void> bar = Task.spawn(S42ExplicitSwitch::bar);
          foo.join();
          bar.join();
        });
  }

  @Suspendable
  private static void foo() {
    System.out.println("Running in foo");
    Task.yieldNow();
    System.out.println("Explicit context switch to foo again");
  }

  @Suspendable
  private static void bar() {
    System.out.println("Explicit context to bar");
    Task.yieldNow();
    System.out.println("Implicit context switch back to bar");
  }
}
