package dev.weft.channel;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableFunction;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Candidate;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Selectable;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Waits for the first of several things, and does what is to be done then: exactly one of them is
 * taken.
 *
 * <pre>{@code
 * String news = new Select<String>()
 *     .receive(lines, line -> "got " + line)
 *     .send(results, result, () -> "sent")
 *     .when(stop, () -> "stopped") // an Event, a Promise, a Task
 *     .after(Duration.ofSeconds(1), () -> "nothing for a second")
 *     .run();
 * }</pre>
 *
 * <p>Fair: of several that are possible at once it takes the one that was taken longest ago by any
 * Select, those that never were first, in the order they are listed. So nothing that stays possible
 * is passed over forever. It can be run again and again. Threads: used by one task or thread at a
 * time; what it waits for by any.
 *
 * <p>After Go's {@code select}; atomic as there: it looks at all channels while it has the monitors
 * of all, entered in a fixed order.
 */
public final class Select<R> implements Blocker {
  private static final SelectCase<?>[] NONE = {};

  private final List<SelectCase<R>> listed = new ArrayList<>();
  private long limitNanos = Waiter.FOREVER;
  private SuspendableCallable<? extends R> whenLate;
  private SuspendableCallable<? extends R> otherwise;

  /** The cases, those first whose turn it is. */
  private SelectCase<?>[] byTurn = NONE;

  /** The monitors of the channels, in the order in which they are entered. */
  private Object[] guards = NONE;

  /** A case that was taken, and what came of it. */
  private record Taken<R>(SelectCase<R> taken, Object value) {}

  // ---- what to wait for ----------------------------------------------------------------------

  /** Receives a value; when the channel is closed, {@link #run} throws. */
  public <T> Select<R> receive(
      Channel<T> channel, SuspendableFunction<? super T, ? extends R> then) {
    return add(new SelectCase.Receive<>(channel, then, null));
  }

  /** Receives a value, or sees that the channel is closed and nothing is left in it. */
  public <T> Select<R> receive(
      Channel<T> channel,
      SuspendableFunction<? super T, ? extends R> then,
      SuspendableCallable<? extends R> whenClosed) {
    return add(
        new SelectCase.Receive<>(channel, then, Objects.requireNonNull(whenClosed, "whenClosed")));
  }

  /** Sends a value; when the channel is closed, {@link #run} throws. */
  public <T> Select<R> send(Channel<T> channel, T value, SuspendableCallable<? extends R> then) {
    return add(new SelectCase.Send<>(channel, value, then));
  }

  /** Waits for an event to be set, a promise to have a result, a task to end. */
  public Select<R> when(Selectable happening, SuspendableCallable<? extends R> then) {
    return add(new SelectCase.Happen<>(happening, then));
  }

  private Select<R> add(SelectCase<R> added) {
    listed.add(added);
    byTurn = listed.toArray(NONE);
    guards =
        listed.stream()
            .filter(each -> each.channel() != null)
            .map(SelectCase::channel)
            .distinct()
            .sorted(Comparator.comparingLong(channel -> channel.order))
            .map(channel -> channel.guard)
            .toArray();
    return this;
  }

  /** Waits no longer than {@code limit}, counted from each {@link #run}. */
  public Select<R> after(Duration limit, SuspendableCallable<? extends R> then) {
    limitNanos = Limit.nanos(limit);
    whenLate = Objects.requireNonNull(then, "then");
    return this;
  }

  /** Does not wait at all. */
  public Select<R> otherwise(SuspendableCallable<? extends R> then) {
    otherwise = Objects.requireNonNull(then, "then");
    return this;
  }

  // ---- waiting -------------------------------------------------------------------------------

  /**
   * Waits for the first of them.
   *
   * @return what its action returned
   * @throws InterruptedException if interrupted before or while waiting: none was taken then
   * @throws ChannelClosedException if a channel is closed, and there is no action for that
   * @throws Exception what the action throws
   */
  @Suspendable
  public R run() throws Exception {
    if (listed.isEmpty() && whenLate == null && otherwise == null) {
      throw new IllegalStateException("a Select without cases would wait forever");
    }
    Waiter waiter = new Waiter(Strand.currentUninterrupted(), this);
    Taken<R> taken = takeOrEnter(waiter, 0);
    if (taken == null) {
      if (otherwise != null) {
        return otherwise.call();
      }
      if (!awaitOne(waiter)) {
        return whenLate.call();
      }
      taken = chosen((Candidate.Choice) waiter.value());
    }
    return taken.taken.finish(taken.value);
  }

  @Suspendable
  private boolean awaitOne(Waiter waiter) throws InterruptedException {
    try {
      enterHappenings();
      return waiter.await(limitNanos);
    } finally {
      leaveAll();
    }
  }

  /** Takes a case, or enters the queues of the channels, while nothing happens to any of them. */
  private Taken<R> takeOrEnter(Waiter waiter, int entered) {
    if (entered == guards.length) {
      return takeOrEnter(waiter);
    }
    synchronized (guards[entered]) {
      return takeOrEnter(waiter, entered + 1);
    }
  }

  private Taken<R> takeOrEnter(Waiter waiter) {
    Arrays.sort(byTurn, Comparator.comparingLong(SelectCase::lastTaken));
    for (SelectCase<?> each : byTurn) {
      Object value = each.attempt();
      if (value != null) {
        each.taken(1 + byTurn[byTurn.length - 1].lastTaken());
        @SuppressWarnings("unchecked") // it is one of the listed
        SelectCase<R> taken = (SelectCase<R>) each;
        return new Taken<>(taken, value);
      }
    }
    if (otherwise == null) {
      for (SelectCase<R> each : listed) {
        each.prepare(waiter);
      }
    }
    return null;
  }

  /** The others cost nobody anything, so the first to happen, even just now, may win. */
  private void enterHappenings() {
    for (SelectCase<R> each : listed) {
      if (!each.enter()) {
        return;
      }
    }
  }

  private void leaveAll() {
    for (SelectCase<R> each : listed) {
      each.leave();
    }
  }

  private Taken<R> chosen(Candidate.Choice choice) {
    for (SelectCase<R> each : listed) {
      if (each.isAt(choice.candidate())) {
        return new Taken<>(each, choice.value());
      }
    }
    throw new AssertionError("woken by " + choice.candidate().blocker() + ", which is none of its");
  }

  // ---- as something to wait for --------------------------------------------------------------

  /** All that hold one of the things, if none of them is free to be ended by anybody. */
  @Override
  public List<?> holders() {
    List<Object> all = new ArrayList<>();
    for (SelectCase<R> each : listed) {
      List<?> holders = each.blocker().holders();
      if (holders.isEmpty()) {
        return List.of();
      }
      all.addAll(holders);
    }
    return all;
  }

  @Override
  public boolean anyHolderSuffices() {
    return listed.size() > 1;
  }

  @Override
  public String toString() {
    return listed.stream().map(SelectCase::toString).collect(Collectors.joining(" or "));
  }
}
