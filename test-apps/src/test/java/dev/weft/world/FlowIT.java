package dev.weft.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.Suspendable;
import dev.weft.channel.Channel;
import dev.weft.generator.Generator;
import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.interop.TaskPublisher;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Reactive streams out of generators and channels. */
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
}
