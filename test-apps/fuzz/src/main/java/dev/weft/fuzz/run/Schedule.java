package dev.weft.fuzz.run;

import java.util.BitSet;

/**
 * Which of a run's dynamic suspend points suspend, by their number in the order of the run.
 *
 * @param all whether all do
 * @param points else these
 */
record Schedule(boolean all, BitSet points) {
  static final Schedule NEVER = new Schedule(false, new BitSet());
  static final Schedule ALWAYS = new Schedule(true, new BitSet());

  static Schedule of(BitSet points) {
    return new Schedule(false, points);
  }

  boolean strikes(int point) {
    return all || points.get(point);
  }

  @Override
  public String toString() {
    return all ? "all points" : points.isEmpty() ? "never" : "points " + points;
  }
}
