package dev.weft.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.FifoQueue;
import dev.weft.channel.Select;
import dev.weft.channel.TaskQueue;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Queues, channels, select. */
public class Items {
  private static final Duration SOON = Duration.ofNanos(2_000);

  private static int poll(TaskQueue<Integer> queue) {
    Integer item = Unchecked.call(() -> queue.poll(SOON.toNanos(), TimeUnit.NANOSECONDS));
    return item == null ? 0 : item;
  }

  private static int receive(Channel<Integer> channel) {
    try {
      return Unchecked.call(() -> channel.receive(SOON).orElse(0));
    } catch (ChannelClosedException e) {
      return 9;
    }
  }

  private static int send(Channel<Integer> channel, int item) {
    try {
      return Unchecked.call(() -> channel.send(item, SOON)) ? 1 : 0;
    } catch (ChannelClosedException e) {
      return 9;
    }
  }

  /** An item that is put when the time is up is taken, or still there. */
  @JCStressTest
  @Outcome(id = "7, 0", expect = ACCEPTABLE, desc = "in time")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "late")
  @Outcome(expect = FORBIDDEN, desc = "the item is lost, or there are two")
  @State
  public static class LateForAnItem {
    private final FifoQueue<Integer> queue = new FifoQueue<>();

    @Actor
    public void taker(II_Result r) {
      r.r1 = poll(queue);
    }

    @Actor
    public void putter() {
      boolean taken = queue.offer(7);
      assert taken;
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = queue.size() + 10 * queue.waitingTakers();
    }
  }

  /** Who is interrupted when the item comes has it, or it is still there. */
  @JCStressTest
  @Outcome(id = "7, 0", expect = ACCEPTABLE, desc = "it has the item")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "it was interrupted, and the item is there")
  @Outcome(expect = FORBIDDEN, desc = "the item is lost, or there are two")
  @State
  public static class InterruptedForAnItem extends Interruption {
    private final FifoQueue<Integer> queue = new FifoQueue<>();

    @Actor
    public void taker(II_Result r) {
      r.r1 = during(queue::take);
    }

    @Actor
    public void putter() {
      sendBesides(() -> queue.add(7));
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = queue.size() + 10 * queue.waitingTakers();
    }
  }

  /** A place that becomes free when the time is up is taken, or still free. */
  @JCStressTest
  @Outcome(id = "1, 7, 1", expect = ACCEPTABLE, desc = "in time: the new item is in the queue")
  @Outcome(id = "0, 7, 0", expect = ACCEPTABLE, desc = "late: the queue is empty")
  @Outcome(expect = FORBIDDEN, desc = "an item is lost or made")
  @State
  public static class LateForAPlace {
    private final FifoQueue<Integer> queue = new FifoQueue<>(1);

    public LateForAPlace() {
      boolean taken = queue.offer(7);
      assert taken;
    }

    @Actor
    public void putter(III_Result r) {
      boolean put = Unchecked.call(() -> queue.offer(8, SOON.toNanos(), TimeUnit.NANOSECONDS));
      r.r1 = put ? 1 : 0;
    }

    @Actor
    public void taker(III_Result r) {
      Integer item = queue.poll();
      r.r2 = item == null ? 0 : item;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = queue.size() + 10 * queue.waitingPutters();
    }
  }

  /** Two meet at a channel without a buffer, or both go away. */
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "they met")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "one was late")
  @Outcome(expect = FORBIDDEN, desc = "the value is lost or made")
  @State
  public static class Rendezvous {
    private final Channel<Integer> channel = new Channel<>();

    @Actor
    public void sender(II_Result r) {
      r.r1 = send(channel, 7);
    }

    @Actor
    public void receiver(II_Result r) {
      r.r2 = receive(channel);
    }
  }

  /** What was sent before the end is received; what was not, was refused. */
  @JCStressTest
  @Outcome(
      id = {"1, 7", "0, 0", "9, 9", "9, 0", "0, 9"},
      expect = ACCEPTABLE,
      desc = "both know")
  @Outcome(expect = FORBIDDEN, desc = "the value is lost or made")
  @State
  public static class ClosedChannel {
    private final Channel<Integer> channel = new Channel<>();

    @Actor
    public void sender(II_Result r) {
      r.r1 = send(channel, 7);
    }

    @Actor
    public void receiver(II_Result r) {
      r.r2 = receive(channel);
    }

    @Actor
    public void closer() {
      channel.close();
    }
  }

  /** What was sent before the end can be received; what was not, was refused. */
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "sent before the end")
  @Outcome(id = "9, 9", expect = ACCEPTABLE, desc = "refused")
  @Outcome(expect = FORBIDDEN, desc = "the value is lost or made")
  @State
  public static class ClosedWithBuffer {
    private final Channel<Integer> channel = new Channel<>(1);

    @Actor
    public void sender(II_Result r) {
      r.r1 = send(channel, 7);
    }

    @Actor
    public void closer() {
      channel.close();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = receive(channel);
    }
  }

  /** Who selects takes one of two values, and the other one stays where it is. */
  @JCStressTest
  @Outcome(id = "1, 10", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the second")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "all were late")
  @Outcome(expect = FORBIDDEN, desc = "a value is lost, made, or both were taken")
  @State
  public static class OneOfTwo {
    private final Channel<Integer> left = new Channel<>();
    private final Channel<Integer> right = new Channel<>();

    @Actor
    public void selector(II_Result r) {
      r.r1 =
          Unchecked.call(
              () ->
                  new Select<Integer>()
                      .receive(left, value -> value)
                      .receive(right, value -> value)
                      .after(SOON, () -> 0)
                      .run());
    }

    @Actor
    public void sender(II_Result r) {
      r.r2 = 10 * send(left, 1) + send(right, 2);
    }
  }

  /** Two that select meet at one of two channels, or at none. */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "2, 2"},
      expect = ACCEPTABLE,
      desc = "they met")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "one was late")
  @Outcome(expect = FORBIDDEN, desc = "one met nobody, or they met twice")
  @State
  public static class TwoSelect {
    private final Channel<Integer> left = new Channel<>();
    private final Channel<Integer> right = new Channel<>();

    @Actor
    public void sender(II_Result r) {
      r.r1 =
          Unchecked.call(
              () ->
                  new Select<Integer>()
                      .send(left, 1, () -> 1)
                      .send(right, 2, () -> 2)
                      .after(SOON, () -> 0)
                      .run());
    }

    @Actor
    public void receiver(II_Result r) {
      r.r2 =
          Unchecked.call(
              () ->
                  new Select<Integer>()
                      .receive(right, value -> value)
                      .receive(left, value -> value)
                      .after(SOON, () -> 0)
                      .run());
    }
  }
}
