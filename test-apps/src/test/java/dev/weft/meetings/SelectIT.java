package dev.weft.meetings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.SuspendableRunnable;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Select;
import dev.weft.hub.DeadlockException;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.hub.TaskExit;
import dev.weft.hub.Timeout;
import dev.weft.sync.Event;
import dev.weft.sync.Promise;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Choosing among channels, tasks, events, promises and time. */
class SelectIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new ArrayList<>();
  private final ManualClock clock = new ManualClock();
  private final Channel<Integer> first = new Channel<>(8, "first");
  private final Channel<Integer> second = new Channel<>(8, "second");
  private final Channel<Integer> meeting = new Channel<>(0, "meeting");
  private final Event event = new Event("event");

  private void run(SuspendableRunnable body) throws Exception {
    Hub.with().clock(clock).run(body);
  }

  @Suspendable
  private static void settle() throws InterruptedException {
    Task.sleep(Duration.ofNanos(1));
  }

  @Test
  void severalPossible_eachHasItsTurn_evenInSelectsMadeAnew() throws Exception {
    run(
        () -> {
          for (int i = 0; i < 4; i++) {
            first.send(i);
            second.send(10 + i);
          }
          for (int i = 0; i < 8; i++) {
            log.add(new Select<Integer>().receive(first, v -> v).receive(second, v -> v).run());
          }
        });
    assertEquals(List.of(0, 10, 1, 11, 2, 12, 3, 13), log);
  }

  @Test
  void eventThatStaysSet_doesNotStarveTheChannels_norTheyIt() throws Exception {
    run(
        () -> {
          event.set();
          Select<Object> select = new Select<>();
          select.when(event, () -> "event").receive(first, v -> v).send(second, 7, () -> "sent");
          for (int i = 0; i < 3; i++) {
            first.send(i);
          }
          for (int i = 0; i < 6; i++) {
            log.add(select.run());
          }
          assertEquals(List.of(7, 7), List.of(second.receive(), second.receive()));
        });
    assertEquals(List.of("event", 0, "sent", "event", 1, "sent"), log);
  }

  @Test
  void waiting_takesTheFirstThatHappens_andLeavesTheOthersAlone() throws Exception {
    Promise<String> promise = new Promise<>();
    run(
        () -> {
          Task<Object> selecting =
              Task.spawn(
                  () ->
                      new Select<Object>()
                          .receive(first, v -> v)
                          .receive(meeting, v -> v)
                          .send(new Channel<>(), 1, () -> "sent")
                          .when(event, () -> "event")
                          .when(promise, promise::resultNow)
                          .run());
          settle();
          assertTrue(meeting.trySend(5));
          assertFalse(meeting.trySend(6), "it was one value that was waited for");
          first.send(1);
          event.set();
          promise.set("late");
          log.add(selecting.result());
          assertEquals(1, first.size());
          assertEquals(0, first.waitingReceivers() + meeting.waitingReceivers());
          assertEquals(0, event.waiting() + promise.waiting());
        });
    assertEquals(List.of(5), log);
  }

  @Test
  void twoSelects_meet_exactlyOneOfEachSide() throws Exception {
    run(
        () -> {
          Task<String> sender =
              Task.spawn(
                  () ->
                      new Select<String>()
                          .send(meeting, 1, () -> "sent 1")
                          .receive(first, v -> "received")
                          .run());
          settle();
          Task<String> receiver =
              Task.spawn(
                  () ->
                      new Select<String>()
                          .receive(second, v -> "second")
                          .receive(meeting, v -> "got " + v)
                          .run());
          log.add(receiver.result());
          log.add(sender.result());
          // Both directions of one channel: nobody meets himself.
          Task<String> both =
              Task.spawn(
                  () ->
                      new Select<String>()
                          .send(meeting, 2, () -> "sent 2")
                          .receive(meeting, v -> "met myself or " + v)
                          .run());
          settle();
          assertFalse(both.isDone());
          log.add(meeting.receive());
          log.add(both.result());
        });
    assertEquals(List.of("got 1", "sent 1", 2, "sent 2"), log);
  }

  @Test
  void limit_otherwise_andTheEndOfATask() throws Exception {
    run(
        () -> {
          Task<String> slow =
              Task.spawn(
                  () -> {
                    Task.sleep(SECOND.multipliedBy(2));
                    return "slow";
                  });
          Select<String> select =
              new Select<String>().when(slow, slow::resultNow).receive(first, v -> "value");
          log.add(select.after(SECOND, () -> "late").run());
          log.add(clock.elapsed().toSeconds());
          log.add(select.after(SECOND.multipliedBy(5), () -> "late").run());
          log.add(clock.elapsed().toSeconds());
          log.add(new Select<String>().receive(first, v -> "value").otherwise(() -> "no").run());
        });
    assertEquals(List.of("late", 1L, "slow", 2L, "no"), log);
  }

  @Test
  void closedChannel_isAnEndOfItsOwn_orAnException() throws Exception {
    run(
        () -> {
          Task<String> waiting =
              Task.spawn(
                  () -> new Select<String>().receive(meeting, v -> "value", () -> "end").run());
          Task<String> failing =
              Task.with()
                  .unreported()
                  .spawn(() -> new Select<String>().send(meeting, 1, () -> "sent").run());
          settle();
          log.add(waiting.result());
          failing.join();
          meeting.close();
          Task<String> late =
              Task.with()
                  .unreported()
                  .spawn(() -> new Select<String>().receive(meeting, v -> "value").run());
          late.join();
          assertTrue(late.exception().orElseThrow() instanceof ChannelClosedException);
          log.add(new Select<String>().receive(meeting, v -> "value", () -> "end").run());
        });
    assertEquals(List.of("value", "end"), log);
    assertThrows(IllegalStateException.class, () -> new Select<String>().run());
  }

  @Test
  void timeoutAround_leavesNobodyInAQueue() throws Exception {
    run(
        () -> {
          try {
            log.add(
                Timeout.call(
                    SECOND,
                    () ->
                        new Select<Object>().receive(first, v -> v).receive(second, v -> v).run()));
          } catch (TimeoutException e) {
            log.add("late");
          }
          assertEquals(0, first.waitingReceivers() + second.waitingReceivers());
        });
    assertEquals(List.of("late"), log);
  }

  @Test
  void deadlock_namesAllThatIsWaitedFor() {
    DeadlockException deadlock =
        assertThrows(
            DeadlockException.class,
            () ->
                run(
                    () -> {
                      Select<Object> select = new Select<>();
                      log.add(select.receive(first, v -> v).send(meeting, 1, () -> 1).run());
                    }));
    assertTrue(
        deadlock
            .getMessage()
            .contains("waiting for a value from Channel \"first\" or room in Channel \"meeting\""),
        deadlock::getMessage);
  }

  @Test
  void threadsAndTasks_selectingFromEachOther_loseNothing() throws Exception {
    Parties parties = new Parties();
    Channel<Integer> there = new Channel<>();
    Channel<Integer> back = new Channel<>(3);
    int each = 2_000;
    AtomicInteger received = new AtomicInteger();
    AtomicInteger sent = new AtomicInteger();
    List<Parties.Party> running = new ArrayList<>();
    for (Parties.Kind kind : Parties.Kind.values()) {
      running.add(
          parties.start(
              kind,
              () -> {
                Select<AtomicInteger> select =
                    new Select<AtomicInteger>()
                        .send(there, 1, () -> sent)
                        .receive(there, v -> received)
                        .send(back, 1, () -> sent)
                        .receive(back, v -> received);
                for (int i = 0; i < each; i++) {
                  select.after(SECOND, AtomicInteger::new).run().incrementAndGet();
                }
                return null;
              }));
    }
    for (Parties.Party party : running) {
      party.get(100);
    }
    assertEquals(sent.get(), received.get() + back.size());
    assertTrue(sent.get() > 0);
    assertEquals(0, there.waitingReceivers() + there.waitingSenders());
    parties.close();
  }

  /** What a task waits for whose hub has given it up is not handed to it any more. */
  @Test
  void permit_notHandedToATaskThatWasAbandoned() throws Exception {
    Semaphore permits = new Semaphore(0);
    CountDownLatch ended = new CountDownLatch(1);
    Hub.with()
        .grace(Duration.ofMillis(1))
        .run(
            () -> {
              Task.spawn(
                      () -> {
                        while (ended.getCount() > 0) { // it refuses to die
                          try {
                            permits.acquire();
                          } catch (TaskExit e) {
                            Thread.onSpinWait();
                          }
                        }
                      })
                  .setName("stubborn");
              Task.sleep(Duration.ofMillis(1));
            });
    ended.countDown();
    permits.release();
    assertEquals(1, permits.available());
    assertEquals(0, permits.waiting());
  }
}
