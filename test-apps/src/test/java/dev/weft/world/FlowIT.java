package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.generator.Generator;
import dev.weft.hub.Hub;
import dev.weft.hub.HubGroup;
import dev.weft.hub.Task;
import dev.weft.interop.FlowReader;
import dev.weft.interop.TaskPublisher;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

/** Reactive streams out of generators and channels, and back. */
class FlowIT extends WorldFixture {
  /** Asks for what it is told to, and writes down what comes. */
  private class Noting implements Flow.Subscriber<Integer> {
    Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      log.add("subscribed");
    }

    @Override
    public void onNext(Integer value) {
      log.add(value);
    }

    @Override
    public void onError(Throwable failure) {
      log.add(failure);
    }

    @Override
    public void onComplete() {
      log.add("complete");
    }
  }

  private Generator<Integer, Void, Void> upTo(int last) {
    return Generator.of(
        yielder -> {
          try {
            for (int i = 1; i <= last; i++) {
              log.add("make " + i);
              yielder.yieldValue(i);
            }
          } finally {
            log.add("closed");
          }
        });
  }

  private static Hub hub() {
    return Hub.current().orElseThrow();
  }

  @Test
  void generator_runsOnDemand_andNeverAhead() throws Exception {
    run(
        () -> {
          Noting noting = new Noting();
          TaskPublisher.of(hub(), () -> upTo(3)).subscribe(noting);
          settle();
          log.add("request 1");
          noting.subscription.request(1);
          settle();
          log.add("request 2");
          noting.subscription.request(2);
          settle();
          log.add("request 1");
          noting.subscription.request(1);
          settle();
        });
    assertEquals(
        List.of(
            "subscribed",
            "request 1",
            "make 1",
            1,
            "request 2",
            "make 2",
            2,
            "make 3",
            3,
            "request 1",
            "closed",
            "complete"),
        log);
  }

  @Test
  void eachSubscriber_hasAGeneratorOfItsOwn() throws Exception {
    run(
        () -> {
          TaskPublisher<Integer> publisher = TaskPublisher.of(hub(), () -> upTo(1));
          for (int i = 0; i < 2; i++) {
            Noting noting = new Noting();
            publisher.subscribe(noting);
            noting.subscription.request(Long.MAX_VALUE);
            settle();
          }
        });
    assertEquals(
        List.of(
            "subscribed",
            "make 1",
            1,
            "closed",
            "complete",
            "subscribed",
            "make 1",
            1,
            "closed",
            "complete"),
        log);
  }

  @Test
  void cancel_whileTheSourceWaits_endsIt_andItsFinallyRuns() throws Exception {
    run(
        () -> {
          Noting noting = new Noting();
          Generator<Integer, Void, Void> sleepy =
              Generator.of(
                  yielder -> {
                    try {
                      Task.sleep(HOUR);
                    } finally {
                      log.add("closed");
                    }
                  });
          TaskPublisher.of(hub(), () -> sleepy).subscribe(noting);
          noting.subscription.request(1);
          settle();
          noting.subscription.cancel();
          noting.subscription.cancel();
          noting.subscription.request(1);
          noting.subscription.request(-1);
          settle();
          log.add(hub().taskCount());
        });
    assertEquals(List.of("subscribed", "closed", 1), log);
  }

  @Test
  void cancel_bySubscriberOfItself_orWithoutDemand_endsTheTask() throws Exception {
    run(
        () -> {
          Noting once =
              new Noting() {
                @Override
                public void onNext(Integer value) {
                  super.onNext(value);
                  subscription.cancel();
                }
              };
          TaskPublisher.of(hub(), () -> upTo(9)).subscribe(once);
          once.subscription.request(5);
          Noting never = new Noting();
          TaskPublisher.of(hub(), () -> upTo(9)).subscribe(never);
          settle();
          never.subscription.cancel();
          settle();
          log.add(hub().taskCount());
        });
    assertEquals(List.of("subscribed", "subscribed", "make 1", 1, "closed", 1), log);
  }

  @Test
  void failureOfTheSource_goesToOnError_asItIs() throws Exception {
    IllegalStateException boom = new IllegalStateException("boom");
    run(
        () -> {
          Noting noting = new Noting();
          TaskPublisher<Integer> failing =
              TaskPublisher.of(
                  hub(),
                  () ->
                      Generator.<Integer, Void>of(
                          yielder -> {
                            yielder.yieldValue(1);
                            throw boom;
                          }));
          failing.subscribe(noting);
          noting.subscription.request(9);
          settle();
        });
    assertEquals(List.of("subscribed", 1, boom), log);
  }

  @Test
  void taskThatIsKilled_isAnError_begunOrNot() throws Exception {
    Noting[] notings = {new Noting(), new Noting()};
    run(
        () -> {
          TaskPublisher<Integer> publisher = TaskPublisher.of(hub(), () -> upTo(9));
          publisher.subscribe(notings[0]);
          settle();
          publisher.subscribe(notings[1]);
        });
    assertEquals("subscribed", log.get(0));
    assertEquals("subscribed", log.get(1));
    assertInstanceOf(CancellationException.class, log.get(2));
    assertInstanceOf(CancellationException.class, log.get(3));
    assertEquals(4, log.size());
  }

  @Test
  void schedulerThatHasEnded_isAnError() throws Exception {
    Hub[] ended = new Hub[1];
    run(() -> ended[0] = hub());
    TaskPublisher.of(ended[0], () -> upTo(9)).subscribe(new Noting());
    assertEquals("subscribed", log.get(0));
    assertInstanceOf(IllegalStateException.class, log.get(1));
  }

  @Test
  void subscriberThatThrows_getsNothingMore_andIsReported() throws Exception {
    run(
        () -> {
          Noting throwing =
              new Noting() {
                @Override
                public void onNext(Integer value) {
                  throw new IllegalStateException("thrown");
                }
              };
          TaskPublisher.of(hub(), () -> upTo(9)).subscribe(throwing);
          throwing.subscription.request(9);
          settle();
        });
    assertEquals(
        List.of(
            "subscribed", "make 1", "closed", "uncaught java.lang.IllegalStateException: thrown"),
        log);
  }

  /** Waits in onNext. */
  @Suspendable
  private final class Slow extends Noting {
    @Override
    public void onSubscribe(Flow.Subscription given) {
      super.onSubscribe(given);
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Integer value) {
      try {
        Task.sleep(SECOND);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      super.onNext(value);
    }
  }

  @Test
  void wovenSubscriber_mayWait_andTheNextValueComesBehind() throws Exception {
    run(
        () -> {
          TaskPublisher.of(hub(), () -> List.of(1, 2).iterator()).subscribe(new Slow());
          hub().join();
          log.add(clock.elapsed());
        });
    assertEquals(List.of("subscribed", 1, 2, "complete", SECOND.multipliedBy(2)), log);
  }

  @Test
  void endlessSource_letsOthersRun() throws Exception {
    run(
        () -> {
          Noting counting =
              new Noting() {
                @Override
                public void onNext(Integer value) {}
              };
          TaskPublisher.of(hub(), () -> upToMany()).subscribe(counting);
          counting.subscription.request(Long.MAX_VALUE);
          counting.subscription.request(Long.MAX_VALUE);
          Task.yieldNow();
          Task.yieldNow();
          counting.subscription.cancel();
          log.add("ran");
        });
    assertEquals(List.of("subscribed", "ran"), log);
  }

  private static Generator<Integer, Void, Void> upToMany() {
    return Generator.of(
        yielder -> {
          for (int i = 0; ; i++) {
            yielder.yieldValue(i);
          }
        });
  }

  @Test
  void channel_valuesGoToOneSubscriberEach_untilItIsClosed() throws Exception {
    run(
        () -> {
          Channel<Integer> channel = new Channel<>();
          TaskPublisher<Integer> publisher = TaskPublisher.of(hub(), channel);
          Noting first = new Noting();
          Noting second = new Noting();
          publisher.subscribe(first);
          publisher.subscribe(second);
          first.subscription.request(1);
          settle();
          channel.send(1);
          log.add(channel.send(2, SECOND));
          second.subscription.request(9);
          channel.send(3);
          second.subscription.cancel();
          settle();
          log.add(channel.trySend(4));
          first.subscription.request(9);
          settle();
          channel.send(5);
          channel.close();
          settle();
        });
    assertEquals(List.of("subscribed", "subscribed", 1, false, 3, false, 5, "complete"), log);
  }

  // ---- and back --------------------------------------------------------------------------------

  @Test
  void reader_asksForNoMoreThanThereIsRoomFor() throws Exception {
    run(
        () -> {
          FlowReader<Integer> reader = FlowReader.of(TaskPublisher.of(hub(), () -> upTo(100)), 4);
          settle();
          log.add(reader.next());
          settle();
          reader.close();
          settle();
          log.add(reader.hasNext());
          log.add(thrownBy(reader::next).getClass());
        });
    assertEquals(
        List.of(
            "make 1",
            "make 2",
            "make 3",
            "make 4",
            1,
            "make 5",
            "closed",
            false,
            NoSuchElementException.class),
        log);
  }

  @Test
  void reader_thereAndBack_givesAllInOrder_betweenHubs() throws Exception {
    try (HubGroup group = HubGroup.start(2)) {
      TaskPublisher<Integer> publisher =
          TaskPublisher.of(group.hubs().get(0), () -> List.of(1, 2, 3, 4, 5).iterator());
      Task<Integer> sum =
          group.spawnOn(
              1,
              () -> {
                int total = 0;
                try (FlowReader<Integer> reader = FlowReader.of(publisher, 2)) {
                  for (int value : reader.iterable()) {
                    total = 10 * total + value;
                  }
                }
                return total;
              });
      assertEquals(12345, sum.get());
      FlowReader<Integer> byThread = FlowReader.of(publisher, 1);
      assertEquals(1, byThread.next());
      assertEquals(2, byThread.next());
      byThread.close();
    }
  }

  @Test
  void reader_ofTheJdksPublisher_waitsForDaemonThreads() throws Exception {
    SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
    run(
        () -> {
          FlowReader<Integer> reader = FlowReader.of(publisher, 2);
          Thread opener =
              onceParked(
                  () -> {
                    for (int i = 1; i <= 10; i++) {
                      int lag = publisher.submit(i);
                      assertTrue(lag >= 0);
                    }
                    publisher.close();
                  });
          while (reader.hasNext()) {
            log.add(reader.next());
          }
          opener.join();
        });
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), log);
  }

  /** A publisher by hand. */
  private static final class Hand implements Flow.Publisher<Integer>, Flow.Subscription {
    Flow.Subscriber<? super Integer> subscriber;
    long requested;
    int cancelled;

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    @Override
    public void request(long n) {
      requested += n;
    }

    @Override
    public void cancel() {
      cancelled++;
    }
  }

  @Test
  void reader_failure_comesBehindTheValues_asItIs_eachTime() {
    Hand hand = new Hand();
    FlowReader<Integer> reader = FlowReader.of(hand, 4);
    hand.subscriber.onNext(1);
    IllegalStateException boom = new IllegalStateException("boom");
    hand.subscriber.onError(boom);
    assertEquals(1, reader.next());
    assertSame(boom, assertThrows(IllegalStateException.class, reader::hasNext));
    assertSame(boom, assertThrows(IllegalStateException.class, reader::next));
  }

  @Test
  void reader_rulesOfSubscribers_2_5_2_13_1_1() {
    Hand hand = new Hand();
    FlowReader<Integer> reader = FlowReader.of(hand, 1);
    assertEquals(1, hand.requested);
    Hand other = new Hand();
    hand.subscriber.onSubscribe(other);
    assertEquals(1, other.cancelled, "rule 2.5");
    assertEquals(0, hand.cancelled);
    Flow.Subscriber<? super Integer> subscriber = hand.subscriber;
    assertThrows(NullPointerException.class, () -> subscriber.onNext(null));
    assertThrows(NullPointerException.class, () -> subscriber.onError(null));
    assertThrows(NullPointerException.class, () -> subscriber.onSubscribe(null));
    subscriber.onNext(1);
    subscriber.onNext(2);
    assertEquals(1, hand.cancelled, "it sent more than was requested");
    assertEquals(1, reader.next());
    IllegalStateException violation = assertThrows(IllegalStateException.class, reader::hasNext);
    assertTrue(violation.getMessage().startsWith("rule 1.1: "), violation::getMessage);
  }

  @Test
  void reader_closed_forgets_andWakesWhoWaits() throws Exception {
    Hand hand = new Hand();
    run(
        () -> {
          FlowReader<Integer> reader = FlowReader.of(hand, 2);
          log.add(reader.await(SECOND));
          Task<Boolean> waiting = Task.spawn(reader::hasNext);
          settle();
          log.add(waiting.waitsFor().orElseThrow().toString().startsWith("values of "));
          reader.close();
          log.add(waiting.result());
          hand.subscriber.onNext(1);
          hand.subscriber.onError(new IllegalStateException());
          log.add(reader.hasNext());
          log.add(reader.await(Duration.ZERO));
        });
    assertEquals(List.of(false, true, false, false, true), log);
    assertEquals(1, hand.cancelled);
    assertThrows(IllegalArgumentException.class, () -> FlowReader.of(hand, 0));
  }

  @Test
  void reader_feedsAChannel_withBackPressure() throws Exception {
    run(
        () -> {
          Channel<Integer> channel = new Channel<>();
          FlowReader<Integer> reader = FlowReader.of(TaskPublisher.of(hub(), () -> upTo(50)), 1);
          go(
              () -> {
                try (channel;
                    reader) {
                  for (int value : reader.iterable()) {
                    channel.send(value);
                  }
                }
              });
          settle();
          log.add("receive");
          log.add(channel.receive());
          settle();
          reader.close();
          Iterator<Integer> left = channel.iterator();
          while (left.hasNext()) {
            left.next();
          }
        });
    assertEquals(List.of("make 1", "make 2", "receive", 1, "make 3", "closed"), log);
  }
}
