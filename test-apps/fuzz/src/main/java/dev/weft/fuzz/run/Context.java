package dev.weft.fuzz.run;

import dev.weft.continuation.PinnedException;
import java.util.BitSet;

/** What one run of a program has to itself: its log, its fuel, and where it is to suspend. */
final class Context {
  /** Loops and calls a run may make; the same number in every way of running it. */
  private static final int FUEL = 30;

  /** More suspensions than this are one too many. */
  static final int MAX_POINTS = 20_000;

  private static final int MAX_LOG = 60_000;

  private final Schedule schedule;
  private final BitSet knownPinned;
  private final BitSet pinned = new BitSet();
  private final StringBuilder log = new StringBuilder();
  private final PinOracle oracle;
  private int points;
  private int suspensions;
  private int fuel = FUEL;

  /**
   * A new run.
   *
   * @param knownPinned points that cannot suspend, and are not asked to
   * @param oracle tells at each point whether it should be pinned; null to ask nobody
   */
  Context(Schedule schedule, BitSet knownPinned, PinOracle oracle) {
    this.schedule = schedule;
    this.knownPinned = knownPinned;
    this.oracle = oracle;
  }

  /** Says, while a program runs as it was generated, which points should be pinned. */
  interface PinOracle {
    boolean isPinnedHere();
  }

  /** Whether the point that the run has come to is to suspend. */
  boolean strikes() {
    int point = points++;
    if (oracle != null && oracle.isPinnedHere()) {
      pinned.set(point);
    }
    boolean strikes = schedule.strikes(point) && !knownPinned.get(point);
    if (strikes) {
      suspensions++;
    }
    return strikes;
  }

  /** The point that should have suspended could not. */
  void failed(PinnedException e) {
    pinned.set(points - 1);
    suspensions--;
  }

  boolean burn() {
    return fuel-- > 0;
  }

  void note(String entry) {
    if (log.length() < MAX_LOG) {
      log.append(entry).append('\n');
    }
  }

  String log() {
    return log.toString();
  }

  /** How many points the run came to. */
  int points() {
    return points;
  }

  int suspensions() {
    return suspensions;
  }

  /** The points that could not suspend, or, with an oracle, should not. */
  BitSet pinned() {
    return pinned;
  }
}
