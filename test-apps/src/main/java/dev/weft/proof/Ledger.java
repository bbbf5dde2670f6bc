package dev.weft.proof;

import java.util.concurrent.atomic.LongAdder;

/**
 * What went in and what came out, by number and by identity: each item has a number of its own, and
 * the sums of a mixture of these agree only if nothing was lost, doubled or exchanged. Any thread.
 */
final class Ledger {
  private final String name;
  private final LongAdder given = new LongAdder();
  private final LongAdder taken = new LongAdder();
  private final LongAdder givenMix = new LongAdder();
  private final LongAdder takenMix = new LongAdder();

  Ledger(String name) {
    this.name = name;
  }

  void given(long item) {
    given.increment();
    givenMix.add(mix(item));
  }

  void taken(long item) {
    taken.increment();
    takenMix.add(mix(item));
  }

  /** An odd multiplier and a shift: distinct numbers stay distinct (Steele and others, 2014). */
  private static long mix(long item) {
    long mixed = item * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }

  /** How many were taken. */
  long count() {
    return taken.sum();
  }

  /** To be called when nobody gives or takes any more. */
  void check(SoakFindings findings) {
    findings.require(
        given.sum() == taken.sum() && givenMix.sum() == takenMix.sum(),
        () ->
            name
                + ": "
                + given
                + " given, "
                + taken
                + " taken; sums "
                + givenMix
                + ", "
                + takenMix);
  }
}
