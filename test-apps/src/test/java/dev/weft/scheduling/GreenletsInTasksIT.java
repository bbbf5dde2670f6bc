package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.generator.Generator;
import dev.weft.greenlet.Greenlet;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each task has greenlets of its own, and they may wait. */
class GreenletsInTasksIT {
  private final List<String> log = new ArrayList<>();

  @Suspendable
  private void pingPong(String name) throws InterruptedException {
    Greenlet main = Greenlet.current();
    Greenlet child =
        new Greenlet(
            first -> {
              log.add(name + " child " + first);
              Task.sleep(Duration.ofSeconds(1)); // the whole task waits
              Object second = main.switchTo("a");
              log.add(name + " child " + second);
              return "b";
            });
    log.add(name + " main " + child.switchTo(1));
    Task.yieldNow();
    log.add(name + " main " + child.switchTo(2));
  }

  @Test
  void twoTasks_switchingAmongTheirOwnGreenlets_doNotMeet() throws Exception {
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              Task<Void> x = Task.spawn(() -> pingPong("x"));
              Task<Void> y = Task.spawn(() -> pingPong("y"));
              x.result();
              y.result();
            });
    assertEquals(
        List.of(
            "x child 1",
            "y child 1",
            "x main a",
            "y main a",
            "x child 2",
            "x main b",
            "y child 2",
            "y main b"),
        log);
  }

  @Test
  void mainGreenlet_isATasksOwn() throws Exception {
    Greenlet ofThread = Greenlet.current();
    Hub.run(
        () -> {
          Greenlet ofMain = Greenlet.current();
          assertNotSame(ofThread, ofMain);
          assertTrue(ofMain.isMain());
          assertNotSame(ofMain, Task.spawn(Greenlet::current).result());
        });
  }

  @Test
  void switch_toAnotherTasksGreenlet_isRefused() throws Exception {
    Hub.run(
        () -> {
          Greenlet mine = new Greenlet(() -> {});
          Task<Object> other = Task.with().unreported().spawn(() -> mine.switchTo());
          other.join();
          String message = other.exception().orElseThrow().getMessage();
          assertTrue(message.contains("cannot switch to a different task"), message);
          assertTrue(message.contains("expected: Task \"main\""), message);
        });
  }

  @Test
  void generator_thatRunsAGreenletThatSleeps_suspendsTheTask() throws Exception {
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              Generator<String, Void, Void> generator =
                  Generator.of(
                      yielder -> {
                        Greenlet inner =
                            new Greenlet(
                                first -> {
                                  Task.sleep(Duration.ofMinutes(1));
                                  return "slept";
                                });
                        yielder.yieldValue((String) inner.switchTo());
                      });
              Task.spawn(() -> log.add("another task runs meanwhile"));
              log.add(generator.next());
            });
    assertEquals(List.of("another task runs meanwhile", "slept"), log);
  }
}
