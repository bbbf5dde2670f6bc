package dev.weft.hazard.marked;

/** Does not suspend, and is not woven. */
public final class PlainImplementation extends UnmarkedBase implements Unmarked {
  @Override
  public int m(int x) {
    return x * 7;
  }

  @Override
  public int n(int x) {
    return x * 8;
  }
}
