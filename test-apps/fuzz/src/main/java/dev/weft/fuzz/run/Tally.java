package dev.weft.fuzz.run;

import java.util.concurrent.atomic.LongAdder;

/** Counts over all programs. */
public final class Tally {
  final LongAdder programs = new LongAdder();
  final LongAdder runs = new LongAdder();
  final LongAdder suspensions = new LongAdder();
  final LongAdder pinned = new LongAdder();
  final LongAdder exhaustive = new LongAdder();
  final LongAdder threw = new LongAdder();
  final LongAdder repetitions = new LongAdder();
  final LongAdder handOvers = new LongAdder();

  /** Programs that were judged. */
  public long programs() {
    return programs.sum();
  }

  /** How often one was run. */
  public long runs() {
    return runs.sum();
  }

  /** Suspensions of programs by their own calls; those of chaos are counted by the runtime. */
  public long suspensions() {
    return suspensions.sum();
  }

  @Override
  public String toString() {
    return "%,d programs (%,d in all subsets of their points; %,d end by an exception), %,d runs, %,d suspensions, %,d resumed on another thread, %,d points pinned as they should, %,d traces with another number of recursive levels"
        .formatted(
            programs.sum(),
            exhaustive.sum(),
            threw.sum(),
            runs.sum(),
            suspensions.sum(),
            handOvers.sum(),
            pinned.sum(),
            repetitions.sum());
  }
}
