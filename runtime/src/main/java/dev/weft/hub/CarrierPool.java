package dev.weft.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** A pool of carriers that are nobody else's, which takes what comes first first. */
final class CarrierPool extends ForkJoinPool {
  CarrierPool(int parallelism) {
    super(parallelism, defaultForkJoinWorkerThreadFactory, null, true);
  }

  /** Takes out what it has not begun, for others to run. Any thread. */
  List<ForkJoinTask<?>> drain() {
    List<ForkJoinTask<?>> drained = new ArrayList<>();
    int count = drainTasksTo(drained);
    assert count == drained.size();
    return drained;
  }
}
