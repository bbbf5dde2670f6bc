package dev.weft.interop;

import dev.weft.Suspendable;
import dev.weft.hub.Hub;
import dev.weft.hub.Scheduler;
import dev.weft.hub.Task;
import dev.weft.sync.Promise;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/**
 * Calls that block a thread, made on threads that may be blocked: the task that wants the result
 * suspends, and its hub goes on.
 *
 * <pre>{@code
 * ThreadCalls calls = ThreadCalls.on(Executors.newCachedThreadPool());
 * byte[] bytes = calls.call(() -> Files.readAllBytes(path));
 * }</pre>
 *
 * <p>How many threads there are, and when idle ones go, is the executor's business. To make several
 * calls at a time use {@code Pool.imap}, each in a task. What a scheduler carries per task ({@link
 * Scheduler#carry}) is there during the call. While it goes on, the hub that it was made from
 * reports no deadlock, and its {@link dev.weft.hub.ManualClock} stands. An executor that drops what
 * it has taken, as {@code shutdownNow} does, leaves the callers waiting.
 *
 * <p>After gevent's {@code ThreadPool} and asyncio's {@code to_thread}. Threads: any.
 */
public final class ThreadCalls {
  private final Executor threads;

  private ThreadCalls(Executor threads) {
    this.threads = threads;
  }

  /** Calls made by what {@code threads} runs. */
  public static ThreadCalls on(Executor threads) {
    return new ThreadCalls(Objects.requireNonNull(threads, "threads"));
  }

  /**
   * Makes a call and waits for its result. A kill, a timeout around it and an interrupt end the
   * waiting alone: the call goes on, and its result is dropped.
   *
   * @throws Exception what {@code body} throws, as it is
   * @throws java.util.concurrent.RejectedExecutionException if the executor takes no more
   */
  @Suspendable
  public <T> T call(Callable<? extends T> body) throws Exception {
    Promise<T> result = start(body);
    return result.result();
  }

  /** Makes a call, and does not wait. */
  public <T> Promise<T> start(Callable<? extends T> body) {
    Objects.requireNonNull(body, "body");
    Promise<T> result = Promise.fromOutside("of a call on another thread");
    Task<?> caller = Task.current().orElse(null);
    if (caller == null) {
      threads.execute(() -> run(body, result));
      return result;
    }
    Runnable call = caller.scheduler().inContext(() -> run(body, result));
    AutoCloseable expected = caller.scheduler() instanceof Hub hub ? hub.expectOutside() : () -> {};
    boolean taken = false;
    try {
      threads.execute(
          () -> {
            try {
              call.run();
            } finally {
              close(expected);
            }
          });
      taken = true;
    } finally {
      if (!taken) {
        close(expected);
      }
    }
    return result;
  }

  private static <T> void run(Callable<? extends T> body, Promise<T> result) {
    try {
      result.complete(body.call());
    } catch (Throwable failure) { // the caller's, whatever it is
      result.completeExceptionally(failure);
    }
  }

  private static void close(AutoCloseable expected) {
    try {
      expected.close();
    } catch (Exception e) {
      throw new AssertionError("it throws nothing", e);
    }
  }
}
