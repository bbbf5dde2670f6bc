package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.channel.Channel;
import dev.weft.hub.HubGroup;
import dev.weft.hub.Task;
import dev.weft.interop.FlowReader;
import dev.weft.interop.TaskPublisher;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

/** Reactive streams read by tasks and threads. */
class FlowReaderIT extends WorldFixture {
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
