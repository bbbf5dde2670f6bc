package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** S17: two calls that wait, one after the other: 1 s and then 2 s make 3 s. */
public final class S17OneAfterTheOther {
  private S17OneAfterTheOther() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          System.out.println("started at " + now());
          sayAfter(1, "hello");
          sayAfter(2, "world");
          System.out.println("finished at " + now());
        });
  }

  @Suspendable
  private static void sayAfter(int seconds, String what) throws InterruptedException {
    Task.sleep(Pace.seconds(seconds));
    System.out.println("--->:" + what);
  }

  private static String now() {
    return String.format(
        "%tT", LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
  }
}
