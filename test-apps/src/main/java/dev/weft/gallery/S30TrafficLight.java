package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Task;
import dev.weft.hub.Tasks;
import dev.weft.sync.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * S30: ten tasks wait for an event, which is set if somebody types {@code true}. If something else
 * is typed, nobody can ever go on: threads would hang, a hub says so.
 */
public final class S30TrafficLight {
  private S30TrafficLight() {}

  public static void main(String[] args) throws Exception {
    Keyboard keyboard = new Keyboard("true", "maybe");
    Pace.hub(() -> start(keyboard));
    try {
      Pace.hub(() -> start(keyboard));
    } catch (DeadlockException e) {
      long waiting =
          e.getMessage().lines().filter(line -> line.contains("waiting for Event \"go\"")).count();
      System.out.println("nothing can happen any more: " + waiting + " tasks wait for the event");
    }
  }

  @Suspendable
  private static void start(Keyboard keyboard) throws InterruptedException {
    Event event = new Event("go");
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tasks.add(Task.spawn(() -> run(event)));
    }
    if (keyboard.ask("input:").equals("true")) {
      event.set();
    }
    Tasks.joinAll(tasks);
  }

  @Suspendable
  private static void run(Event event) throws InterruptedException {
    System.out.println("start");
    event.await();
    System.out.println("execute");
  }
}
