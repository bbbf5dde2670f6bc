package dev.weft.fuzz.program;

import dev.weft.abi.Chaos;
import dev.weft.fuzz.run.Tally;

/** Says from time to time how far a run is. */
final class Progress {
  private final Tally tally;
  private final long interval;
  private final long start = System.nanoTime();
  private long last = start;

  Progress(Tally tally, long interval) {
    this.tally = tally;
    this.interval = interval;
  }

  synchronized void tell() {
    long now = System.nanoTime();
    if (now - last > interval) {
      last = now;
      System.out.printf(
          "%,d programs, %.1f/s, %,d runs, %,d suspensions and %,d by chaos%n",
          tally.programs(), rate(), tally.runs(), tally.suspensions(), Chaos.forced());
    }
  }

  /** Since the beginning. */
  long seconds() {
    return (System.nanoTime() - start) / 1_000_000_000L;
  }

  /** Programs a second since the beginning. */
  double rate() {
    return tally.programs() * 1e9 / (System.nanoTime() - start);
  }
}
