package dev.weft.hazard.marked;

/** An abstract class that says nothing about suspension. */
public abstract class UnmarkedBase {
  /** Suspends in some subclasses. */
  public abstract int n(int x);

  /** Calls what may suspend; itself neither marked nor woven. */
  public int template(int x) {
    return n(x) + 1;
  }
}
