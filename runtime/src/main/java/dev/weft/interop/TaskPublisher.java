package dev.weft.interop;

import dev.weft.SuspendableCallable;
import dev.weft.channel.Channel;
import dev.weft.hub.Scheduler;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Publishes what a generator, another iterator, or a channel gives, to subscribers that say how
 * much they can take: a reactive stream.
 *
 * <pre>{@code
 * Flow.Publisher<Integer> squares = TaskPublisher.of(hub, () -> squares());
 * squares.subscribe(subscriber);
 * }</pre>
 *
 * <p>Each subscription has a task. It asks the source for a value only when the subscriber has
 * requested one: so a generator's body runs on demand, and the end of the source is told when
 * something is requested behind the last value. {@code onSubscribe} is called by who subscribes,
 * all else by the task, where a woven subscriber may wait: the next value comes after it has
 * returned.
 *
 * <p>Who cancels ends the task, wherever the source waits, and closes a source that is {@link
 * AutoCloseable}; a value that was taken already is still published. A failure of the source goes
 * to {@code onError} as it is; so does a {@link java.util.concurrent.CancellationException} if the
 * task is killed, because its hub ends say. A subscriber that throws is treated as one that has
 * cancelled, and its exception is reported as that of a task.
 *
 * <p>After the <a href="https://github.com/reactive-streams/reactive-streams-jvm">Reactive Streams
 * specification</a>, whose own tests it passes. Threads: any.
 *
 * @see FlowReader
 */
public final class TaskPublisher<T> implements Flow.Publisher<T> {
  private final Scheduler scheduler;
  private final SuspendableCallable<? extends Iterator<? extends T>> source;

  private TaskPublisher(
      Scheduler scheduler, SuspendableCallable<? extends Iterator<? extends T>> source) {
    this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
    this.source = Objects.requireNonNull(source, "source");
  }

  /**
   * A publisher whose tasks {@code scheduler} runs.
   *
   * @param source makes what one subscriber gets: a {@link dev.weft.generator.Generator}, say;
   *     called by the task of a subscription, and may suspend, as may what it makes
   */
  public static <T> TaskPublisher<T> of(
      Scheduler scheduler, SuspendableCallable<? extends Iterator<? extends T>> source) {
    return new TaskPublisher<>(scheduler, source);
  }

  /**
   * A publisher of what is sent into {@code channel}, until that is closed. Each value goes to one
   * subscriber, as a channel's values go to one receiver; to cancel leaves the channel open.
   */
  public static <T> TaskPublisher<T> of(Scheduler scheduler, Channel<T> channel) {
    return new TaskPublisher<>(scheduler, Objects.requireNonNull(channel, "channel")::iterator);
  }

  /**
   * See {@link TaskPublisher}. A scheduler that takes no more tasks is told to the subscriber, as
   * an {@link IllegalStateException}.
   */
  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber"); // rule 1.9
    TaskSubscription<T> subscription = new TaskSubscription<>(subscriber, source);
    subscriber.onSubscribe(subscription);
    subscription.start(scheduler);
  }
}
