package dev.weft.meetings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.SuspendableCallable;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every blocking call ({@link Operation}): by a task and by a thread, released by a task of the
 * same hub, a task of another, and a thread; and ended by a timeout, a kill, an interrupt.
 */
class MeetingsIT {
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final long PATIENCE_SECONDS = 30;

  private static final Parties PARTIES = new Parties();

  /** Who waits, and who releases. */
  private enum Meeting {
    TASK_TASK(Parties.Kind.TASK, Parties.Kind.TASK),
    TASK_TASK_OF_ANOTHER_HUB(Parties.Kind.TASK, Parties.Kind.FOREIGN_TASK),
    TASK_THREAD(Parties.Kind.TASK, Parties.Kind.THREAD),
    THREAD_TASK(Parties.Kind.THREAD, Parties.Kind.TASK),
    THREAD_THREAD(Parties.Kind.THREAD, Parties.Kind.THREAD);

    final Parties.Kind waiter;
    final Parties.Kind releaser;

    Meeting(Parties.Kind waiter, Parties.Kind releaser) {
      this.waiter = waiter;
      this.releaser = releaser;
    }
  }

  /** What is tried. */
  private interface Trial {
    void run(Operation operation, Meeting meeting) throws Exception;
  }

  @AfterAll
  static void endHubs() throws InterruptedException {
    PARTIES.close();
  }

  private static Stream<DynamicTest> everywhere(Trial trial) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Operation operation : Operation.all()) {
      for (Meeting meeting : Meeting.values()) {
        if (meeting.waiter == Parties.Kind.THREAD && !operation.byThreads()) {
          continue;
        }
        tests.add(
            DynamicTest.dynamicTest(
                operation + " " + meeting, () -> trial.run(operation, meeting)));
      }
    }
    return tests.stream();
  }

  /** A scene whose call would block; {@code go} lets it be released. */
  private static final class Act {
    final Scene scene;
    final Event go = new Event();
    final Parties.Party releaser;

    Act(Operation operation, Meeting meeting) throws Exception {
      scene = operation.scene().get();
      Latch prepared = new Latch(1);
      releaser =
          PARTIES.start(
              meeting.releaser,
              () -> {
                scene.prepare().run();
                prepared.countDown();
                go.await();
                scene.release().run();
                return null;
              });
      assertTrue(prepared.await(Duration.ofSeconds(PATIENCE_SECONDS)));
    }

    Parties.Party blocked(Meeting meeting, SuspendableCallable<?> call) throws Exception {
      Parties.Party waiter = PARTIES.start(meeting.waiter, call);
      awaitWaiting();
      return waiter;
    }

    Parties.Party blocked(Meeting meeting) throws Exception {
      return blocked(
          meeting,
          () -> {
            scene.block().run();
            return null;
          });
    }

    @SuppressWarnings("ThreadPriorityCheck") // there is nobody to tell that it waits
    void awaitWaiting() {
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (scene.waiting().getAsInt() == 0) {
        assertTrue(System.nanoTime() - limit < 0, "it does not wait");
        Thread.yield();
      }
    }

    Object release(Parties.Party waiter) throws Exception {
      go.set();
      Object result = waiter.get(PATIENCE_SECONDS);
      releaser.get(PATIENCE_SECONDS);
      assertEquals(0, scene.waiting().getAsInt());
      return result;
    }

    /** After one gave up: nobody waits, and the next one waits, and is released. */
    void nextOne(Meeting meeting) throws Exception {
      assertEquals(0, scene.waiting().getAsInt());
      scene.mend().run();
      Object ignored = release(blocked(meeting));
    }
  }

  @TestFactory
  Stream<DynamicTest> blockedCall_released_goesOn() {
    return everywhere(
        (operation, meeting) -> {
          Act act = new Act(operation, meeting);
          Object ignored = act.release(act.blocked(meeting));
        });
  }

  @TestFactory
  Stream<DynamicTest> blockedTask_isShownWhereTheProgramWaits() {
    return Operation.all().stream()
        .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> shown(operation)));
  }

  private static void shown(Operation operation) throws Exception {
    Act act = new Act(operation, Meeting.TASK_THREAD);
    Parties.Party waiter = act.blocked(Meeting.TASK_THREAD);
    StackTraceElement[] stack = waiter.stack();
    while (stack.length == 0) { // it is in the queue, and not suspended yet
      Thread.onSpinWait();
      stack = waiter.stack();
    }
    String place = stack[0].getClassName();
    assertTrue(place.startsWith("dev.weft.meetings."), () -> operation + " in " + place);
    Object ignored = act.release(waiter);
  }

  @TestFactory
  Stream<DynamicTest> callWithALimit_released_isInTime() {
    return everywhere(
        (operation, meeting) -> {
          Act act = new Act(operation, meeting);
          Parties.Party waiter =
              act.blocked(
                  meeting,
                  () -> act.scene.blockWithin().test(Duration.ofSeconds(PATIENCE_SECONDS)));
          assertEquals(true, act.release(waiter));
        });
  }

  @TestFactory
  Stream<DynamicTest> callWithALimit_notReleased_isLate_andTheNextIsServed() {
    return everywhere(
        (operation, meeting) -> {
          Act act = new Act(operation, meeting);
          Parties.Party waiter =
              PARTIES.start(meeting.waiter, () -> act.scene.blockWithin().test(SHORT));
          assertEquals(false, waiter.get(PATIENCE_SECONDS));
          act.nextOne(meeting);
        });
  }

  @TestFactory
  Stream<DynamicTest> blockedTask_killed_ends_andTheNextIsServed() {
    return everywhere(
        (operation, meeting) -> {
          if (meeting.waiter == Parties.Kind.THREAD) {
            return; // threads cannot be killed
          }
          Act act = new Act(operation, meeting);
          Parties.Party waiter = act.blocked(meeting);
          waiter.kill();
          assertThrows(CancellationException.class, () -> waiter.get(PATIENCE_SECONDS));
          act.nextOne(meeting);
        });
  }

  @TestFactory
  Stream<DynamicTest> blockedCall_interrupted_throwsIfItsNamesakeDoes() {
    return everywhere(
        (operation, meeting) -> {
          Act act = new Act(operation, meeting);
          Parties.Party waiter = act.blocked(meeting);
          waiter.interrupt();
          if (operation.interruptible()) {
            ExecutionException failure =
                assertThrows(ExecutionException.class, () -> waiter.get(PATIENCE_SECONDS));
            assertInstanceOf(InterruptedException.class, failure.getCause());
            act.nextOne(meeting);
          } else {
            act.release(waiter);
            assertTrue(waiter.wasInterrupted(), "the flag stays");
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> callOfAnInterrupted_throwsIfItsNamesakeDoes() {
    return everywhere(
        (operation, meeting) -> {
          Scene scene = operation.scene().get();
          Parties.Party party =
              PARTIES.start(
                  meeting.waiter,
                  () -> {
                    PARTIES.interruptCurrent();
                    scene.block().run();
                    return null;
                  });
          if (operation.interruptible()) {
            ExecutionException failure =
                assertThrows(ExecutionException.class, () -> party.get(PATIENCE_SECONDS));
            assertInstanceOf(InterruptedException.class, failure.getCause());
            assertEquals(0, scene.waiting().getAsInt());
          } else {
            party.kill(); // whether it waits or not is not its flag's business
          }
        });
  }
}
