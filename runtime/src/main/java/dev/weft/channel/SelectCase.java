package dev.weft.channel;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableFunction;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Candidate;
import dev.weft.waiting.Selectable;
import dev.weft.waiting.Waiter;
import java.util.Objects;

/** One of the things a {@link Select} waits for. */
abstract sealed class SelectCase<R> {
  /** What a case is taken with that hands nothing over. */
  private static final Object NOTHING = new Object();

  /** Where the waiter stands for this case; null when it does not wait. */
  Candidate candidate;

  /** The channel whose monitor is needed for {@link #attempt}; null when none is. */
  Channel<?> channel() {
    return null;
  }

  /** What is waited for. */
  abstract Blocker blocker();

  /** Takes it if it is possible now: what came of it, or null. Under the channel's monitor. */
  abstract Object attempt();

  /** Makes a candidate, and puts it in the channel's queue. Under the channel's monitor. */
  void prepare(Waiter waiter) {
    candidate = new Candidate(waiter, blocker());
  }

  /** Lets what is no channel wake the candidate; false when it just did. */
  boolean enter() {
    return true;
  }

  /** Does not wait any more. */
  abstract void leave();

  /** When it was taken last, in an order among all that share a channel with it. */
  abstract long lastTaken();

  /** It was taken. */
  abstract void taken(long time);

  /** Does what is to be done, with what came of it. */
  @Suspendable
  abstract R finish(Object value) throws Exception;

  final boolean isAt(Candidate chosen) {
    return candidate == chosen;
  }

  /** To receive from a channel. */
  static final class Receive<T, R> extends SelectCase<R> {
    private final Channel<T> channel;
    private final SuspendableFunction<? super T, ? extends R> then;
    private final SuspendableCallable<? extends R> whenClosed;

    Receive(
        Channel<T> channel,
        SuspendableFunction<? super T, ? extends R> then,
        SuspendableCallable<? extends R> whenClosed) {
      this.channel = Objects.requireNonNull(channel, "channel");
      this.then = Objects.requireNonNull(then, "then");
      this.whenClosed = whenClosed;
    }

    @Override
    Channel<?> channel() {
      return channel;
    }

    @Override
    Blocker blocker() {
      return channel;
    }

    @Override
    Object attempt() {
      return channel.take();
    }

    @Override
    void prepare(Waiter waiter) {
      super.prepare(waiter);
      channel.enterReceiver(candidate);
    }

    @Override
    void leave() {
      channel.leaveReceiver(candidate);
    }

    @Override
    long lastTaken() {
      return channel.lastReceived;
    }

    @Override
    void taken(long time) {
      channel.lastReceived = time;
    }

    @Override
    @Suspendable
    @SuppressWarnings("unchecked") // only values of the type are sent
    R finish(Object value) throws Exception {
      if (value != Channel.CLOSED) {
        return then.apply((T) value);
      }
      if (whenClosed == null) {
        throw channel.closed();
      }
      return whenClosed.call();
    }

    @Override
    public String toString() {
      return "a value from " + channel;
    }
  }

  /** To send to a channel. */
  static final class Send<T, R> extends SelectCase<R> {
    private final Channel<T> channel;
    private final T value;
    private final SuspendableCallable<? extends R> then;

    Send(Channel<T> channel, T value, SuspendableCallable<? extends R> then) {
      this.channel = Objects.requireNonNull(channel, "channel");
      this.value = Objects.requireNonNull(value, "value");
      this.then = Objects.requireNonNull(then, "then");
    }

    @Override
    Channel<?> channel() {
      return channel;
    }

    @Override
    Blocker blocker() {
      return channel;
    }

    @Override
    Object attempt() {
      if (channel.isClosedUnderGuard()) {
        return Channel.CLOSED;
      }
      return channel.hand(value) ? NOTHING : null;
    }

    @Override
    void prepare(Waiter waiter) {
      super.prepare(waiter);
      candidate.offer(value);
      channel.enterSender(candidate);
    }

    @Override
    void leave() {
      channel.leaveSender(candidate);
    }

    @Override
    long lastTaken() {
      return channel.lastSent;
    }

    @Override
    void taken(long time) {
      channel.lastSent = time;
    }

    @Override
    @Suspendable
    R finish(Object outcome) throws Exception {
      if (outcome == Channel.CLOSED) {
        throw channel.closed();
      }
      return then.call();
    }

    @Override
    public String toString() {
      return "room in " + channel;
    }
  }

  /** Something that happens. */
  static final class Happen<R> extends SelectCase<R> {
    private final Selectable happening;
    private final SuspendableCallable<? extends R> then;
    private long lastTaken;

    Happen(Selectable happening, SuspendableCallable<? extends R> then) {
      this.happening = Objects.requireNonNull(happening, "happening");
      this.then = Objects.requireNonNull(then, "then");
    }

    @Override
    Blocker blocker() {
      return happening;
    }

    @Override
    Object attempt() {
      return happening.isReady() ? NOTHING : null;
    }

    @Override
    boolean enter() {
      if (happening.enter(candidate)) {
        return true;
      }
      return !candidate.wake(); // when a channel was faster, go on: the wait is over either way
    }

    @Override
    void leave() {
      happening.leave(candidate);
    }

    @Override
    long lastTaken() {
      return lastTaken;
    }

    @Override
    void taken(long time) {
      lastTaken = time;
    }

    @Override
    @Suspendable
    R finish(Object value) throws Exception {
      return then.call();
    }

    @Override
    public String toString() {
      return happening.toString();
    }
  }
}
