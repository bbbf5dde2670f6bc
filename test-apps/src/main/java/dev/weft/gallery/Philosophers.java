package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import dev.weft.sync.Mutex;
import java.util.ArrayList;
import java.util.List;

/**
 * Dijkstra's dining philosophers. When each takes the left fork first, all of them wait for ever,
 * and the hub says who holds what; when one of them takes the right one first, all of them eat.
 */
public final class Philosophers {
  private static final List<String> NAMES =
      List.of("Aristotle", "Hypatia", "Kant", "Arendt", "Russell");

  private Philosophers() {}

  public static void main(String[] args) throws Exception {
    try {
      Pace.hub(() -> dine(false));
    } catch (DeadlockException e) {
      System.out.println("nobody can go on:");
      e.getMessage().lines().filter(line -> line.contains("Mutex")).forEach(System.out::println);
    }
    Pace.hub(() -> dine(true));
  }

  @Suspendable
  private static void dine(boolean oneIsDifferent) throws InterruptedException {
    List<Mutex> forks = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      forks.add(new Mutex("fork " + i));
    }
    List<Task<Void>> philosophers = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      Mutex left = forks.get(i);
      Mutex right = forks.get((i + 1) % forks.size());
      boolean turned = oneIsDifferent && i == 0;
      Mutex first = turned ? right : left;
      Mutex second = turned ? left : right;
      philosophers.add(Task.with().name(NAMES.get(i)).spawn(() -> eat(first, second)));
    }
    Tasks.joinAll(philosophers);
  }

  @Suspendable
  private static void eat(Mutex first, Mutex second) throws InterruptedException {
    first.lock();
    try {
      Task.sleep(Pace.seconds(0.1)); // thinks
      second.lock();
      try {
        Task.sleep(Pace.seconds(0.5));
        System.out.println(Task.current().orElseThrow().name() + " has eaten");
      } finally {
        second.unlock();
      }
    } finally {
      first.unlock();
    }
  }
}
