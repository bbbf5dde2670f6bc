package existing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Does the same thing in many threads. */
final class Load {
  private Load() {}

  /** The sum of what each of {@code threads} calls returns. */
  static long sum(int threads, IntFunction<Callable<Long>> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Long>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(pool.submit(work.apply(i)));
      }
      long sum = 0;
      for (Future<Long> result : results) {
        sum += result.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw new IllegalStateException("one of the threads failed", e.getCause());
    } finally {
      pool.shutdown();
    }
  }
}
