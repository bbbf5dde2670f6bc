package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.sync.Mutex;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tasks of one hub block their carriers in all ways for so short that the watch and the return of
 * the call often meet, and never run two at a time. The seed is printed; {@code -Dseed=} takes it.
 */
class CompensationStressIT {
  private static final int TASKS = 12;
  private static final long NANOS = Long.getLong("seconds", 4) * 1_000_000_000L;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Object monitor = new Object();
  private final Mutex mutex = new Mutex();
  private final AtomicLong exact = new AtomicLong();

  // Neither atomic nor volatile: right only if one task runs at a time.
  private long count;
  private boolean inside;
  private long violations;

  @Test
  void tasksThatBlockForShort_neverRunTwoAtATime() throws Exception {
    System.out.println("seed " + seed);
    long end = System.nanoTime() + NANOS;
    Hub.with()
        .onPinned(pin -> {})
        .run(
            () -> {
              List<Task<?>> tasks = new ArrayList<>();
              for (int i = 0; i < TASKS; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                tasks.add(Task.spawn(() -> work(random, end)));
              }
              for (Task<?> task : tasks) {
                task.join();
                assertEquals(java.util.Optional.empty(), task.exception());
              }
            });
    assertEquals(0, violations, () -> "seed " + seed);
    assertEquals(exact.get(), count, () -> "seed " + seed);
  }

  @Suspendable
  private void work(SplittableRandom random, long end) throws Exception {
    while (System.nanoTime() - end < 0) {
      alone();
      long nanos = random.nextLong(3_000_000);
      switch (random.nextInt(7)) {
        case 0 -> Thread.sleep(random.nextInt(3));
        case 1 -> LockSupport.parkNanos(nanos);
        case 2 -> {
          synchronized (monitor) {
            alone();
            LockSupport.parkNanos(nanos);
            alone();
          }
        }
        case 3 -> {
          Object unused = new Waits(nanos);
        }
        case 4 ->
            Stream.of(1, 2)
                .forEach(
                    x -> {
                      LockSupport.parkNanos(nanos);
                      alone();
                    });
        case 5 -> {
          synchronized (monitor) {
            monitor.wait(1 + random.nextInt(3));
            alone();
          }
        }
        default -> {
          synchronized (new Object()) {
            mutex.lock();
            try {
              alone();
            } finally {
              mutex.unlock();
            }
          }
        }
      }
    }
  }

  /** Its constructor blocks. */
  @Suspendable
  private final class Waits {
    Waits(long nanos) {
      LockSupport.parkNanos(nanos);
      alone();
    }
  }

  private void alone() {
    if (inside) {
      violations++;
    }
    inside = true;
    count++;
    exact.incrementAndGet();
    if (!inside) {
      violations++;
    }
    inside = false;
  }
}
