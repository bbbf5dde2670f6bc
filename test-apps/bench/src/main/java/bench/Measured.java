package bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all benchmarks share: nanoseconds per operation, and how long is measured.
 *
 * <p>A benchmark checks its result inside the measured call, not in its set-up: running other work
 * first would leave other profiles behind for the compiler.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class Measured {

  /**
   * Makes the coroutines of a benchmark old: in the young generation no write costs a barrier, and
   * whether they ever leave it would depend on how much a peer allocates.
   */
  static void promote() {
    System.gc();
  }

  /** That value, once it is known to be right. */
  static long checked(long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException("expected " + expected + ", got " + actual);
    }
    return actual;
  }
}
