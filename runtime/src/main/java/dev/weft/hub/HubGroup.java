package dev.weft.hub;

import dev.weft.Suspendable;
import dev.weft.SuspendableCallable;
import dev.weft.SuspendableRunnable;
import dev.weft.waiting.Blocker;
import dev.weft.waiting.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * Several hubs, each on a thread of its own: all processors, and still no two tasks of one hub at a
 * time. A task stays on its hub; what tasks of different hubs share must be thread-safe. What a
 * pool of processes with an event loop each is to Python.
 *
 * <pre>{@code
 * try (HubGroup group = HubGroup.start(4)) {
 *   List<Task<Integer>> tasks = new ArrayList<>();
 *   for (Url url : urls) {
 *     tasks.add(group.spawn(() -> fetch(url)));
 *   }
 * }
 * }</pre>
 *
 * <p>Threads: any.
 */
public final class HubGroup implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final List<Member> members = new ArrayList<>();
  private final List<Hub> hubs;
  private final ToIntFunction<List<Hub>> placement;

  /** A hub and its thread. */
  private static final class Member implements Blocker {
    final CompletableFuture<Hub> started = new CompletableFuture<>();
    final Thread thread;
    private volatile boolean closed;
    private volatile Waiter untilClosed;

    Member(HubOptions options) {
      thread = new Thread(() -> run(options), options.name());
    }

    private void run(HubOptions options) {
      try {
        options.run(this::stayOpen);
      } catch (Exception | Error e) {
        started.completeExceptionally(e);
        if (!(e instanceof TaskExit)) {
          thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
      }
    }

    @Suspendable
    @SuppressWarnings("try") // it is only held
    private void stayOpen() throws Exception {
      Hub hub = Hub.current().orElseThrow();
      try (AutoCloseable others = hub.expectOutside()) {
        Waiter waiter = Waiter.of(this);
        untilClosed = waiter;
        started.complete(hub);
        if (!closed) {
          waiter.await(Waiter.FOREVER);
        }
      }
    }

    void close() {
      closed = true;
      Waiter waiter = untilClosed;
      if (waiter != null) {
        waiter.wake();
      }
    }

    @Override
    public String toString() {
      return "the end of its group";
    }
  }

  private HubGroup(int size, ToIntFunction<List<Hub>> placement) {
    this("group-" + NAMES.incrementAndGet() + "-hub-", size, placement, false);
  }

  private HubGroup(String name, int size, ToIntFunction<List<Hub>> placement, boolean threads) {
    if (size < 1) {
      throw new IllegalArgumentException("a group has at least one hub, not " + size);
    }
    this.placement = placement;
    for (int i = 0; i < size; i++) {
      HubOptions options = Hub.with().name(name + i);
      Member member = new Member(threads ? options.runThreads() : options);
      if (threads) {
        member.thread.setDaemon(true);
        member.thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
      }
      members.add(member);
    }
    members.forEach(member -> member.thread.start());
    hubs = members.stream().map(member -> member.started.join()).toList();
  }

  /** A group of {@code size} hubs that get new tasks in turn. */
  public static HubGroup start(int size) {
    AtomicInteger next = new AtomicInteger();
    return new HubGroup(size, hubs -> Math.floorMod(next.getAndIncrement(), hubs.size()));
  }

  /** A group for the threads of a program; its own threads are daemons, and it is never closed. */
  static HubGroup ofThreads(int size) {
    AtomicInteger next = new AtomicInteger();
    return new HubGroup(
        "threads-", size, hubs -> Math.floorMod(next.getAndIncrement(), hubs.size()), true);
  }

  /** A group with a hub for each processor. */
  public static HubGroup start() {
    return start(Runtime.getRuntime().availableProcessors());
  }

  /**
   * A group that asks where a new task shall go.
   *
   * @param placement the index of one of the hubs it is given; called by any thread
   */
  public static HubGroup start(int size, ToIntFunction<List<Hub>> placement) {
    return new HubGroup(size, Objects.requireNonNull(placement, "placement"));
  }

  /** A placement that chooses the hub with the fewest tasks. */
  public static int fewestTasks(List<Hub> hubs) {
    int best = 0;
    for (int i = 1; i < hubs.size(); i++) {
      if (hubs.get(i).taskCount() < hubs.get(best).taskCount()) {
        best = i;
      }
    }
    return best;
  }

  /** Its hubs. */
  public List<Hub> hubs() {
    return hubs;
  }

  /** Lets {@code context} follow each task that is spawned on these hubs from now on. */
  public void carry(TaskContext<?> context) {
    hubs.forEach(hub -> hub.carry(context));
  }

  /** A new task on the hub that the placement says. */
  public Task<Void> spawn(SuspendableRunnable body) {
    return place().spawn(body);
  }

  /** The same for a body with a result. */
  public <T> Task<T> spawn(SuspendableCallable<T> body) {
    return place().spawn(body);
  }

  /** A new task on the hub with this index. */
  public Task<Void> spawnOn(int index, SuspendableRunnable body) {
    return hubs.get(index).spawn(body);
  }

  /** The same for a body with a result. */
  public <T> Task<T> spawnOn(int index, SuspendableCallable<T> body) {
    return hubs.get(index).spawn(body);
  }

  /** The hub that the placement chooses for a new task, to be spawned on it at once. */
  public Hub place() {
    int index = placement.applyAsInt(hubs);
    if (index < 0 || index >= hubs.size()) {
      throw new IllegalStateException(
          "the placement chose hub " + index + " of a group of " + hubs.size());
    }
    return hubs.get(index);
  }

  /**
   * Ends the hubs: their tasks are killed, and every {@code finally} of theirs runs. Waits for it;
   * when interrupted, goes on waiting, and the interrupt stays pending.
   */
  @Override
  public void close() {
    members.forEach(Member::close);
    boolean interrupted = false;
    for (Member member : members) {
      while (member.thread.isAlive()) {
        try {
          member.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
