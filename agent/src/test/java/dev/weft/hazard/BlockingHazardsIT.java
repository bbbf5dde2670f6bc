package dev.weft.hazard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableRunnable;
import dev.weft.continuation.PinnedException.Reason;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.PinnedTask;
import dev.weft.hub.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hazards 88, 89: tasks that block their carrier while others of their hub are to go on. */
class BlockingHazardsIT {
  private final List<String> log = new ArrayList<>();
  private final List<PinnedTask> pins = Collections.synchronizedList(new ArrayList<>());

  private void run(SuspendableRunnable body) throws Exception {
    Hub.with().onPinned(pins::add).run(body);
  }

  private void assertPinned(Reason reason, String culprit) {
    assertTrue(
        pins.stream()
            .anyMatch(pin -> pin.reason() == reason && pin.culprit().toString().contains(culprit)),
        pins::toString);
  }

  /** Released by a task that runs only if the caller does not keep it from running. */
  private static CountDownLatch releasedBySibling() {
    CountDownLatch latch = new CountDownLatch(1);
    Task<Void> unused = Task.spawn(latch::countDown);
    return latch;
  }

  // ---- hazard 88 -----------------------------------------------------------------------------

  @Test
  void h88_monitorHeldWhileBlocked_itsOtherTakerGivesTheBatonUp() throws Exception {
    Object monitor = new Object();
    run(
        () -> {
          CountDownLatch entered = new CountDownLatch(1);
          CountDownLatch release = new CountDownLatch(1);
          Task<Void> holder =
              Task.spawn(
                  () -> {
                    synchronized (monitor) {
                      entered.countDown();
                      release.await();
                      log.add("holder");
                    }
                  });
          Task<Void> taker =
              Task.spawn(
                  () -> {
                    entered.await();
                    Task<Void> unused = Task.spawn(release::countDown);
                    synchronized (monitor) {
                      log.add("taker");
                    }
                  });
          holder.join();
          taker.join();
        });
    assertEquals(List.of("holder", "taker"), log);
  }

  @Test
  void h88_waitInMonitor_notifiedBySibling_ends() throws Exception {
    Object monitor = new Object();
    boolean[] told = new boolean[1];
    run(
        () -> {
          Task<Void> waiting =
              Task.spawn(
                  () -> {
                    synchronized (monitor) {
                      while (!told[0]) {
                        monitor.wait();
                      }
                      log.add("told");
                    }
                  });
          Task.spawn(
                  () -> {
                    synchronized (monitor) {
                      told[0] = true;
                      monitor.notifyAll();
                    }
                  })
              .join();
          waiting.join();
        });
    assertEquals(List.of("told"), log);
  }

  @Test
  void h88_synchronizedMap_computedByABlockedTask_othersRunOn() throws Exception {
    Map<String, String> map = Collections.synchronizedMap(new java.util.HashMap<>());
    run(
        () -> {
          Task<String> first =
              Task.spawn(
                  () ->
                      map.computeIfAbsent(
                          "k",
                          key -> {
                            await(releasedBySibling());
                            return "first";
                          }));
          Task<String> second = Task.spawn(() -> map.computeIfAbsent("k", key -> "second"));
          log.add(first.result() + " " + second.result());
        });
    assertEquals(List.of("first first"), log);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Initialised by two tasks, the first of which waits in the initialiser. */
  private static final class Initialized {
    static final String VALUE;

    static {
      await(sibling);
      VALUE = String.valueOf(1);
    }
  }

  private static CountDownLatch sibling;

  @Test
  void h88_h89_classInitializerThatWaits_otherTaskThatNeedsTheClass_bothEnd() throws Exception {
    run(
        () -> {
          sibling = new CountDownLatch(1);
          Task<String> first = Task.spawn(() -> Initialized.VALUE);
          Task<String> second = Task.spawn(() -> Initialized.VALUE);
          Task<Void> unused = Task.spawn(sibling::countDown);
          log.add(first.result() + second.result());
        });
    assertEquals(List.of("11"), log);
    assertPinned(Reason.CLASS_INITIALIZER, "Initialized.<clinit>");
  }

  // ---- hazard 89 -----------------------------------------------------------------------------

  /** Its constructor waits. */
  private static final class Waits {
    Waits(CountDownLatch latch) throws InterruptedException {
      latch.await();
    }
  }

  @Test
  void h89_constructorThatWaitsForASibling_ends() throws Exception {
    run(() -> log.add(new Waits(releasedBySibling()).getClass().getSimpleName()));
    assertEquals(List.of("Waits"), log);
    assertPinned(Reason.CONSTRUCTOR, "Waits.<init>");
  }

  @Test
  void h89_streamOfTheJdk_waitsForASibling_ends() throws Exception {
    run(() -> Stream.of(1, 2).forEach(x -> await(releasedBySibling())));
    assertPinned(Reason.NOT_WOVEN, "");
  }

  @Test
  void h89_weftWaitInAConstructor_siblingsRunOn_andItIsItsTurn() throws Exception {
    SuspendableRunnable body =
        () -> {
          Task<Void> other =
              Task.spawn(
                  () -> {
                    log.add("other");
                    Task.yieldNow();
                    log.add("other again");
                  });
          Object unused = new Sleeps();
          log.add("slept");
          other.join();
        };
    Hub.with().clock(new ManualClock()).onPinned(pins::add).run(body);
    assertEquals(List.of("other", "other again", "slept"), log);
    assertPinned(Reason.CONSTRUCTOR, "Sleeps.<init>");
  }

  /** Its constructor sleeps, as Weft does. */
  private static final class Sleeps {
    Sleeps() throws InterruptedException {
      Task.sleep(Duration.ofMillis(5));
    }
  }
}
