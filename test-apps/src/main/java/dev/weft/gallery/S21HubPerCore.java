package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.HubGroup;
import dev.weft.hub.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * S21: four batches of 2,500 sleepers on a group of as many hubs as there are cores. Where a
 * language with one hub for each process needs a pool of those, here a group does.
 */
public final class S21HubPerCore {
  private S21HubPerCore() {}

  public static void main(String[] args) throws Exception {
    try (HubGroup group = HubGroup.start()) {
      System.out.println("4 batches begin");
      List<Task<Integer>> batches = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        batches.add(group.spawn(S21HubPerCore::batch));
      }
      for (Task<Integer> batch : batches) {
        System.out.println(batch.get() + " have slept");
      }
    }
  }

  @Suspendable
  private static int batch() throws InterruptedException {
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      tasks.add(Task.spawn(() -> Task.sleep(Pace.seconds(1)))); // on the hub of this batch
    }
    int ended = 0;
    for (Task<Void> task : tasks) {
      task.join();
      ended++;
    }
    return ended;
  }
}
