package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableConsumer;
import dev.weft.SuspendableFunction;
import dev.weft.SuspendableRunnable;
import dev.weft.abi.Throwing;
import dev.weft.waiting.Limit;
import dev.weft.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs at most so many tasks at a time: to spawn one more waits until one has ended. Those who wait
 * get their turn in the order they came.
 *
 * <pre>{@code
 * try (Pool pool = Pool.of(10)) {
 *   for (String page : pool.imap(url -> fetch(url), urls)) {
 *     System.out.println(page);
 *   }
 * }
 * }</pre>
 *
 * <p>After gevent's Pool and Group. Threads: any; a task is spawned on the scheduler of whoever
 * spawns it, so a plain thread must use {@link #spawn(TaskSpec, SuspendableCallable)}.
 */
public final class Pool implements AutoCloseable {
  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final int UNLIMITED_READ_AHEAD = 1024;

  private final PoolPlaces places;

  private Pool(int size) {
    places = new PoolPlaces(size);
  }

  /**
   * A pool of {@code size} tasks; zero lets none run.
   *
   * @throws IllegalArgumentException if {@code size} is negative
   */
  public static Pool of(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("the size of a pool is not negative: " + size);
    }
    return new Pool(size);
  }

  /** A pool without a limit: to join and kill its tasks together. */
  public static Pool unlimited() {
    return new Pool(UNLIMITED);
  }

  // ---- spawning ------------------------------------------------------------------------------

  /** A new task in this pool; waits until there is a place for it. */
  @Suspendable
  public Task<Void> spawn(SuspendableRunnable body) throws InterruptedException {
    Objects.requireNonNull(body, "body");
    return spawn(Task.with(), () -> callAndReturnNull(body));
  }

  @Suspendable
  private static Void callAndReturnNull(SuspendableRunnable body) throws Exception {
    body.run();
    return null;
  }

  /** The same for a body with a result. */
  @Suspendable
  public <T> Task<T> spawn(SuspendableCallable<T> body) throws InterruptedException {
    return spawn(Task.with(), body);
  }

  /** The same, spawned as {@code spec} says. */
  @Suspendable
  public <T> Task<T> spawn(TaskSpec spec, SuspendableCallable<T> body) throws InterruptedException {
    Objects.requireNonNull(body, "body");
    boolean reserved = places.reserve(Waiter.FOREVER);
    assert reserved;
    return places.start(spec, body);
  }

  /**
   * The same, but waits no longer than {@code timeout}; empty when the pool was still full then.
   */
  @Suspendable
  public <T> Optional<Task<T>> trySpawn(Duration timeout, SuspendableCallable<T> body)
      throws InterruptedException {
    Objects.requireNonNull(body, "body");
    return places.reserve(Limit.nanos(timeout, "timeout"))
        ? Optional.of(places.start(Task.with(), body))
        : Optional.empty();
  }

  /** The same without waiting. */
  public <T> Optional<Task<T>> trySpawn(SuspendableCallable<T> body) {
    Objects.requireNonNull(body, "body");
    return places.tryReserve(null)
        ? Optional.of(places.start(Task.with(), body))
        : Optional.empty();
  }

  // ---- calling -------------------------------------------------------------------------------

  /**
   * Runs {@code body} in a task of this pool, and waits for its result. Called by a task of this
   * pool, it runs the body in that one: to wait for a second place could be a deadlock.
   *
   * @throws java.util.concurrent.CancellationException if the task was killed
   * @throws Exception what the body throws
   */
  @Suspendable
  public <T> T apply(SuspendableCallable<T> body) throws Exception {
    if (places.runsCaller()) {
      return body.call();
    }
    Task<T> task = spawn(Task.with().unreported(), body);
    try {
      task.join();
    } catch (Throwable e) {
      task.killAsync();
      throw e;
    }
    return Outcome.of(task).get();
  }

  /**
   * Runs {@code body} in a task of this pool, now or when there is a place, and then, if it
   * succeeded, {@code callback} with the result in a task of its own. Never waits.
   *
   * @return a task with the result of the body
   */
  public <T> Task<T> applyAsync(
      SuspendableCallable<T> body, SuspendableConsumer<? super T> callback) {
    Objects.requireNonNull(callback, "callback");
    Task<T> task =
        trySpawn(body).orElseGet(() -> Task.with().name("apply").spawn(() -> apply(body)));
    task.linkValue(callback);
    return task;
  }

  // ---- mapping -------------------------------------------------------------------------------

  /**
   * Applies {@code function} to all items, as many at a time as the pool allows.
   *
   * @return the results in the order of the items
   * @throws RuntimeException sneakily: the failure of the first item, in their order, that failed;
   *     what has not ended is killed then
   */
  @Suspendable
  public <A, R> List<R> map(
      SuspendableFunction<? super A, ? extends R> function, Iterable<? extends A> items)
      throws InterruptedException {
    List<R> results = new ArrayList<>();
    PoolResults<A, R> each = new PoolResults<>(this, function, items, true, readAhead());
    try {
      while (each.hasNext()) {
        results.add(each.next());
      }
    } finally {
      each.close();
    }
    return results;
  }

  /**
   * Applies {@code function} to all items, and gives the results in their order, each as soon as it
   * is there. A failure is thrown at its item; the iteration can go on behind it.
   */
  public <A, R> PoolResults<A, R> imap(
      SuspendableFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
    return imap(function, items, readAhead());
  }

  /**
   * The same, with {@code readAhead} items at most that are taken and whose result was not read.
   */
  public <A, R> PoolResults<A, R> imap(
      SuspendableFunction<? super A, ? extends R> function,
      Iterable<? extends A> items,
      int readAhead) {
    return new PoolResults<>(this, function, items, true, readAhead);
  }

  /** The same in the order in which the results come. */
  public <A, R> PoolResults<A, R> imapUnordered(
      SuspendableFunction<? super A, ? extends R> function, Iterable<? extends A> items) {
    return imapUnordered(function, items, readAhead());
  }

  /**
   * The same, with {@code readAhead} items at most that are taken and whose result was not read.
   */
  public <A, R> PoolResults<A, R> imapUnordered(
      SuspendableFunction<? super A, ? extends R> function,
      Iterable<? extends A> items,
      int readAhead) {
    return new PoolResults<>(this, function, items, false, readAhead);
  }

  private int readAhead() {
    int size = places.size();
    return size > UNLIMITED_READ_AHEAD / 2 ? UNLIMITED_READ_AHEAD : Math.max(1, 2 * size);
  }

  // ---- its tasks -----------------------------------------------------------------------------

  /** How many more tasks can be spawned without waiting. */
  public int freeCount() {
    return places.freeCount();
  }

  /** Its tasks that have not ended, in the order in which they were spawned. */
  public List<Task<?>> tasks() {
    return places.tasks();
  }

  /** Whether a spawn would wait. */
  public boolean isFull() {
    return freeCount() == 0;
  }

  /**
   * Waits until a spawn would not wait.
   *
   * @return how many places are free; 0 when {@code timeout} passed before
   */
  @Suspendable
  public int awaitFree(Duration timeout) throws InterruptedException {
    if (places.reserve(Limit.nanos(timeout, "timeout"))) {
      int free = freeCount() + 1; // with the one just reserved
      places.unreserve();
      return free;
    }
    return 0;
  }

  /** Waits until no task is left in it. */
  @Suspendable
  public void join() throws InterruptedException {
    boolean empty = places.join(Waiter.FOREVER);
    assert empty;
  }

  /**
   * The same, but no longer than {@code timeout}.
   *
   * @return whether none is left
   */
  @Suspendable
  public boolean join(Duration timeout) throws InterruptedException {
    return places.join(Limit.nanos(timeout, "timeout"));
  }

  /**
   * Waits until no task is left in it.
   *
   * @throws RuntimeException sneakily: the first failure since the last call, as it is
   */
  @Suspendable
  public void joinOrThrow() throws InterruptedException {
    join();
    Throwable failure = places.takeFailure();
    if (failure != null) {
      throw Throwing.sneaky(failure);
    }
  }

  /** Kills its tasks, and waits until they have ended. */
  @Suspendable
  public void kill() throws InterruptedException {
    Tasks.killAll(tasks());
  }

  /**
   * Kills its tasks, waits until they have ended, and takes no more. An interrupt stays pending.
   */
  @Override
  @Suspendable
  public void close() {
    places.shut();
    Tasks.killAllAsync(tasks());
    places.awaitEmpty();
  }
}
