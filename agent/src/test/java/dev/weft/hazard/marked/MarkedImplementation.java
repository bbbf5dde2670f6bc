package dev.weft.hazard.marked;

import dev.weft.Suspendable;
import dev.weft.hazard.targets.Suspending;

/** Only these methods are marked, not what they implement. */
public final class MarkedImplementation extends UnmarkedBase implements Unmarked {
  @Override
  @Suspendable
  public int m(int x) {
    return Suspending.s(x) + 1;
  }

  @Override
  @Suspendable
  public String wide(long x, double y, String z) {
    return Suspending.so("wide ") + x + y + z;
  }

  @Override
  @Suspendable
  public int n(int x) {
    return Suspending.s(x) + 2;
  }

  /** Calls through the unmarked types, from a class that is not included. */
  @Suspendable
  public static int callThrough(Unmarked unmarked, UnmarkedBase base) {
    return unmarked.m(1) + base.n(2);
  }
}
