package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;

/** Woven code that uses {@link Early}. */
public final class Late implements Program {
  /** Suspends where its superclass did not. */
  static final class Child extends Early {
    @Override
    public int m(int x) {
      return super.m(s(x)) + 100;
    }
  }

  @Override
  public Object run(int input) {
    Early early = new Early();
    Early child = new Child();
    int sum = early.m(1) + Early.shared(s(2)) + early.callsM(3);
    return input == 0 ? sum + child.callsM(4) : sum + child.m(s(5));
  }
}
