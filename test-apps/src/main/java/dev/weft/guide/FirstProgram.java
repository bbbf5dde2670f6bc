package dev.weft.guide;

// example: first-program
import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import java.time.Duration;

public final class FirstProgram {
  public static void main(String[] args) throws Exception {
    Hub.run(
        () -> {
          Task<Integer> slow = Task.spawn(() -> fetch("slow", 100));
          Task<Integer> fast = Task.spawn(() -> fetch("fast", 10));
          System.out.println(slow.result() + fast.result());
        });
  }

  @Suspendable
  static int fetch(String page, int millis) throws InterruptedException {
    System.out.println("fetching " + page);
    Task.sleep(Duration.ofMillis(millis)); // only this task waits
    System.out.println("fetched " + page);
    return page.length();
  }
}
// end
