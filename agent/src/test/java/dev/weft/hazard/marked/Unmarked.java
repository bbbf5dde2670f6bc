package dev.weft.hazard.marked;

/** An interface that says nothing about suspension. */
public interface Unmarked {
  /** Suspends in some implementations. */
  int m(int x);

  /** Suspends in some implementations; the types differ from those in the bridge. */
  default Object wide(long x, double y, String z) {
    return x + y + z;
  }
}
