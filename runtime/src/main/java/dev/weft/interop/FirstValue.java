package dev.weft.interop;

import dev.weft.Suspendable;
import dev.weft.sync.Promise;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The first value among several results; when none has one, the last failure. Threads: any. */
final class FirstValue<T> implements Submission.Listener<T> {
  private final AtomicInteger pending;
  private final Promise<T> first;

  FirstValue(int count, boolean fromOutside) {
    pending = new AtomicInteger(count);
    String name = "the first of " + count;
    first = fromOutside ? Promise.fromOutside(name) : new Promise<>(name);
  }

  @Override
  public void hasResult(T value, Throwable failure) {
    boolean last = pending.decrementAndGet() == 0;
    if (failure == null) {
      first.complete(value);
    } else if (last) {
      first.completeExceptionally(failure);
    }
  }

  /** Waits for it, no longer than {@code nanos}. */
  @Suspendable
  T get(long nanos) throws InterruptedException, ExecutionException, TimeoutException {
    if (nanos == Long.MAX_VALUE) {
      first.await();
    } else if (!first.await(Duration.ofNanos(Math.max(0, nanos)))) {
      throw new TimeoutException("no call has returned after " + Duration.ofNanos(nanos));
    }
    try {
      return first.get();
    } catch (CancellationException e) {
      throw new ExecutionException(e); // none has returned, and the last one was killed
    }
  }
}
