package dev.weft.gallery;

import dev.weft.hub.Task;
import java.util.ArrayList;
import java.util.List;

/** S20: ten thousand tasks sleep for a second, all in the same second. */
public final class S20TenThousandSleepers {
  private S20TenThousandSleepers() {}

  public static void main(String[] args) throws Exception {
    Pace.hub(
        () -> {
          System.out.println("10000 tasks begin");
          List<Task<Void>> tasks = new ArrayList<>();
          for (int i = 0; i < 10_000; i++) {
            tasks.add(Task.spawn(() -> Task.sleep(Pace.seconds(1))));
          }
          for (Task<Void> task : tasks) {
            task.join();
          }
          System.out.println("all have ended");
        });
  }
}
