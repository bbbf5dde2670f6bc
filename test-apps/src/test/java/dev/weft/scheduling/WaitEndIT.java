package dev.weft.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.hub.Hub;
import dev.weft.hub.ManualClock;
import dev.weft.hub.Task;
import dev.weft.sync.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done for a task when its wait ends, because the operation that waits has no frame. */
class WaitEndIT {
  private final List<Object> log = new ArrayList<>();

  @Suspendable
  private static Integer takeFrom(Channel<Integer> channel) throws InterruptedException {
    Integer taken = channel.receive();
    return taken + 1;
  }

  @Suspendable
  private static int putInto(Channel<Integer> channel) throws InterruptedException {
    channel.send(1);
    return 1;
  }

  @Test
  void closedChannel_exceptionNamesTheMethodThatWaits() throws Exception {
    Channel<Integer> empty = new Channel<>();
    Channel<Integer> untaken = new Channel<>();
    Hub.run(
        () -> {
          Task<?> receiver = Task.with().unreported().spawn(() -> takeFrom(empty));
          Task<?> sender = Task.with().unreported().spawn(() -> putInto(untaken));
          Task.yieldNow();
          empty.close();
          untaken.close();
          receiver.join();
          sender.join();
          log.add(receiver.exception().orElseThrow());
          log.add(sender.exception().orElseThrow());
        });
    assertNames("takeFrom", (ChannelClosedException) log.get(0));
    assertNames("putInto", (ChannelClosedException) log.get(1));
  }

  private static void assertNames(String method, Throwable exception) {
    long times =
        List.of(exception.getStackTrace()).stream()
            .filter(element -> element.getMethodName().equals(method))
            .count();
    assertEquals(1, times, () -> List.of(exception.getStackTrace()).toString());
  }

  @Test
  void loopOverChannel_waitingForEachValue_getsAllUntilItIsClosed() throws Exception {
    Channel<Integer> channel = new Channel<>();
    Hub.run(
        () -> {
          Task<?> receiver =
              Task.spawn(
                  () -> {
                    for (Integer value : channel) {
                      log.add(value);
                    }
                  });
          Task.yieldNow(); // it waits for each: the sender comes second
          channel.send(1);
          channel.send(2);
          channel.close();
          receiver.result();
        });
    assertEquals(List.of(1, 2), log);
  }

  @Test
  void killedAndLate_leaveTheirQueues() throws Exception {
    Channel<Integer> channel = new Channel<>();
    Channel<Integer> full = new Channel<>();
    Event event = new Event();
    Hub.with()
        .clock(new ManualClock())
        .run(
            () -> {
              Task<?> receiver = Task.spawn(() -> takeFrom(channel));
              Task<?> sender = Task.spawn(() -> putInto(full));
              Task<?> waiting = Task.spawn(() -> event.await());
              Task<?> late = Task.spawn(() -> event.await(Duration.ofSeconds(1)));
              Task.yieldNow();
              log.add(channel.waitingReceivers() + full.waitingSenders() + event.waiting());
              late.join();
              log.add(event.waiting());
              receiver.kill();
              sender.kill();
              waiting.kill();
              log.add(channel.waitingReceivers() + full.waitingSenders() + event.waiting());
            });
    assertEquals(List.of(4, 1, 0), log);
  }

  @Test
  void suspendedTask_showsWhoWaits() throws Exception {
    Channel<Integer> channel = new Channel<>(0, "jobs");
    Hub.run(
        () -> {
          Task<?> receiver = Task.spawn(() -> takeFrom(channel));
          Task.yieldNow();
          log.add(receiver.stackTrace()[0].getMethodName());
          log.add(receiver.waitsFor().orElseThrow());
          channel.send(1);
          log.add(receiver.isDone());
          assertFalse(channel.isClosed());
        });
    assertEquals("takeFrom", log.get(0));
    assertTrue(log.get(1) == channel, log.get(1).toString());
    assertEquals(true, log.get(2));
  }
}
