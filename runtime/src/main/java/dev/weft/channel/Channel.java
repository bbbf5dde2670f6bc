package dev.weft.channel;

import dev.weft.Suspendable;
import dev.weft.abi.FrameStack;
import dev.weft.abi.PassesStack;
import dev.weft.abi.Twin;
import dev.weft.channel.ChannelWait.ForValue;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Strand;
import dev.weft.waiting.Turn;
import dev.weft.waiting.WaitQueue;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Hands values from senders to receivers. Without a buffer the two meet: a send returns when a
 * receiver has the value, and has had its turn. With one, a send waits only while it is full.
 *
 * <pre>{@code
 * Channel<String> lines = new Channel<>();
 * Task.spawn(() -> {
 *   try (lines) {
 *     lines.send("hello");
 *     lines.send("world");
 *   }
 * });
 * for (String line : lines) { // until it is closed
 *   System.out.println(line);
 * }
 * }</pre>
 *
 * <p>Senders and receivers are served in the order they came. A value is received once or, when its
 * sender gave up first, not at all. Closing wakes everybody: who sends gets an exception, who
 * receives gets what is in the buffer, and then the exception. Values are not null. Threads: any.
 */
@SuppressWarnings({"UnusedMethod", "UnusedVariable", "CheckReturnValue"}) // twins: woven code calls
public final class Channel<T> implements Iterable<T>, AutoCloseable, Blocker {
  /** What those are woken with who wait when the channel is closed, and what is left in it then. */
  static final Object CLOSED = new Object();

  private static final AtomicLong ORDER = new AtomicLong();

  private final String name;
  private final int capacity;

  /** Its place in the order in which a {@link Select} enters several monitors. */
  final long order = ORDER.incrementAndGet();

  /** Guards all below. */
  final Object guard = new Object();

  private final ArrayDeque<T> buffer = new ArrayDeque<>(0);

  /** Each offers its value. Not empty only when the buffer is full and no receiver waits. */
  private final WaitQueue senders = new WaitQueue(guard);

  /** Not empty only when the buffer is empty and no sender waits. */
  private final WaitQueue receivers = new WaitQueue(guard);

  private boolean closed;

  /** When a Select took from it, and when one put into it; see {@link Select}. */
  long lastReceived;

  long lastSent;

  /** A channel without a buffer. */
  public Channel() {
    this(0);
  }

  /**
   * A channel that holds {@code capacity} values, so many that nobody waits for room if that is
   * {@link Integer#MAX_VALUE}.
   *
   * @throws IllegalArgumentException if {@code capacity} is negative
   */
  public Channel(int capacity) {
    this(capacity, null);
  }

  /** The same, with the name that dumps and messages show. */
  public Channel(int capacity, String name) {
    if (capacity < 0) {
      throw new IllegalArgumentException("a channel cannot hold " + capacity + " values");
    }
    this.capacity = capacity;
    this.name = name;
  }

  // ---- sending -------------------------------------------------------------------------------

  /**
   * Sends {@code value}.
   *
   * @throws InterruptedException if interrupted before or while waiting: it was not sent then
   * @throws ChannelClosedException if the channel is closed, before or meanwhile
   */
  @Suspendable
  public void send(T value) throws InterruptedException {
    boolean sent = sendWithin(value, Waiter.FOREVER);
    assert sent;
  }

  @Twin
  @PassesStack
  void send(T value, FrameStack stack) throws InterruptedException {
    sendWithin(value, Waiter.FOREVER);
  }

  /**
   * Sends {@code value}, if that is possible within {@code timeout}.
   *
   * @return whether it was sent
   */
  @Suspendable
  public boolean send(T value, Duration timeout) throws InterruptedException {
    return sendWithin(value, Limit.nanos(timeout));
  }

  /** Sends {@code value}, if that is possible at once. */
  public boolean trySend(T value) {
    Objects.requireNonNull(value, "value");
    synchronized (guard) {
      requireOpen();
      return hand(value);
    }
  }

  @Suspendable
  private boolean sendWithin(T value, long nanos) throws InterruptedException {
    Waiter waiter = sendOrEnter(value, Strand.currentUninterrupted(), nanos);
    return waiter == null ? nanos > 0 || trySend(value) : waiter.await(nanos);
  }

  @Twin
  @PassesStack
  private boolean sendWithin(T value, long nanos, FrameStack stack) throws InterruptedException {
    Waiter waiter = sendOrEnter(value, Strand.currentUninterrupted(stack), nanos);
    if (waiter != null || nanos <= 0) {
      return waiter == null ? trySend(value) : waiter.await(nanos);
    }
    if (capacity == 0) {
      Turn.pass(); // the receiver goes on first
    }
    return true;
  }

  private Waiter sendOrEnter(T value, Object me, long nanos) {
    Objects.requireNonNull(value, "value");
    if (nanos <= 0) {
      return null;
    }
    synchronized (guard) {
      requireOpen();
      if (hand(value)) {
        return null;
      }
      Waiter waiter = new ChannelWait(me, this);
      waiter.offer(value);
      senders.add(waiter);
      return waiter;
    }
  }

  /** Under the guard: gives it to a receiver, or to the buffer. */
  boolean hand(T value) {
    if (receivers.wakeFirst(value) != null) {
      return true;
    }
    if (buffer.size() < capacity) {
      buffer.add(value);
      return true;
    }
    return false;
  }

  // ---- receiving -----------------------------------------------------------------------------

  /**
   * Receives the next value.
   *
   * @throws InterruptedException if interrupted before or while waiting: nothing was received then
   * @throws ChannelClosedException if the channel is closed and nothing is left in it
   */
  @Suspendable
  public T receive() throws InterruptedException {
    return receiveWithin(Waiter.FOREVER);
  }

  @Twin
  @PassesStack
  T receive(FrameStack stack) throws InterruptedException {
    return receiveWithin(Waiter.FOREVER);
  }

  /** Receives the next value, if there is one within {@code timeout}. */
  @Suspendable
  public Optional<T> receive(Duration timeout) throws InterruptedException {
    return Optional.ofNullable(receiveWithin(Limit.nanos(timeout)));
  }

  /** Receives the next value, if there is one at once. */
  public Optional<T> tryReceive() {
    synchronized (guard) {
      return Optional.ofNullable(opened(take()));
    }
  }

  @Suspendable
  private T receiveWithin(long nanos) throws InterruptedException {
    Object taken = takeOrEnter(Strand.currentUninterrupted(), nanos, false);
    return opened(taken instanceof ForValue wait ? wait.received(wait.await(nanos)) : taken);
  }

  @Twin
  @PassesStack
  private T receiveWithin(long nanos, FrameStack stack) throws InterruptedException {
    Object taken = takeOrEnter(Strand.currentUninterrupted(stack), nanos, false);
    return opened(taken instanceof ForValue wait ? wait.received(wait.await(nanos)) : taken);
  }

  /** The next value, or {@link #CLOSED}. */
  @Suspendable
  Object receiveUninterruptibly() {
    Object taken = takeOrEnter(Strand.currentOrThread(), Waiter.FOREVER, true);
    return taken instanceof ForValue wait
        ? wait.received(wait.awaitUninterruptibly(Waiter.FOREVER))
        : taken;
  }

  private Object takeOrEnter(Object me, long nanos, boolean iterates) {
    synchronized (guard) {
      Object taken = take();
      if (taken != null || nanos <= 0) {
        return taken;
      }
      ForValue waiter = new ForValue(me, this, iterates);
      receivers.add(waiter);
      return waiter;
    }
  }

  /** Under the guard: the next value, {@link #CLOSED}, or null if there is none now. */
  Object take() {
    T first = buffer.poll();
    if (first == null) {
      Object offered = takeFromSender();
      return offered == null && closed ? CLOSED : offered;
    }
    @SuppressWarnings("unchecked") // senders offer such
    T next = (T) takeFromSender();
    if (next != null) {
      buffer.add(next);
    }
    return first;
  }

  private Object takeFromSender() {
    for (Waiter sender = senders.poll(); sender != null; sender = senders.poll()) {
      Object offered = sender.value();
      if (sender.wake()) {
        return offered;
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked") // only values of the type are sent
  T opened(Object received) {
    if (received == CLOSED) {
      throw closed();
    }
    return (T) received;
  }

  /**
   * Receives until the channel is closed. An interrupt does not end the wait for the next value,
   * and stays pending.
   */
  @Override
  public Iterator<T> iterator() {
    return new ChannelValues<>(this);
  }

  /**
   * The values, as they come, each taken when the stream wants it. Closing the stream closes the
   * channel, so that no sender waits for a receiver that has gone. The JDK's stream code is not
   * woven: a task that waits in it blocks its carrier.
   */
  public Stream<T> stream() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), traits), false)
        .onClose(this::close);
  }

  // ---- for a Select --------------------------------------------------------------------------

  /** Under the guard: lets {@code waiter}, which offers a value, be woken when it was taken. */
  void enterSender(Waiter waiter) {
    senders.add(waiter);
  }

  /** Under the guard: lets {@code waiter} be woken with a value, or {@link #CLOSED}. */
  void enterReceiver(Waiter waiter) {
    receivers.add(waiter);
  }

  void leaveSender(Waiter waiter) {
    synchronized (guard) {
      senders.remove(waiter);
    }
  }

  void leaveReceiver(Waiter waiter) {
    synchronized (guard) {
      receivers.remove(waiter);
    }
  }

  // ---- closing -------------------------------------------------------------------------------

  /** Closes it; again, it has no effect. */
  @Override
  public void close() {
    synchronized (guard) {
      if (!closed) {
        closed = true;
        receivers.wakeAll(CLOSED);
        senders.wakeAll(CLOSED);
      }
    }
  }

  /** Whether it is closed; something may be left in it. */
  public boolean isClosed() {
    synchronized (guard) {
      return closed;
    }
  }

  /** Whether it is closed, asked under the guard. */
  boolean isClosedUnderGuard() {
    return closed;
  }

  private void requireOpen() {
    if (closed) {
      throw closed();
    }
  }

  ChannelClosedException closed() {
    return new ChannelClosedException(this + " is closed");
  }

  // ---- questions -----------------------------------------------------------------------------

  /** How many values are in the buffer. A snapshot. */
  public int size() {
    synchronized (guard) {
      return buffer.size();
    }
  }

  /** How many it holds. */
  public int capacity() {
    return capacity;
  }

  /** How many wait to send. A snapshot. */
  public int waitingSenders() {
    synchronized (guard) {
      return senders.size();
    }
  }

  /** How many wait to receive. A snapshot. */
  public int waitingReceivers() {
    synchronized (guard) {
      return receivers.size();
    }
  }

  @Override
  public String toString() {
    return Blocker.describe(this, name);
  }
}
