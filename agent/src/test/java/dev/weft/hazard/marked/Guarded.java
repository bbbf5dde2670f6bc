package dev.weft.hazard.marked;

import dev.weft.Suspendable;
import dev.weft.hazard.targets.Suspending;

/** Methods that another package may not call. */
@Suspendable
public class Guarded {
  static int packagePrivate(int x) {
    return Suspending.s(x);
  }

  protected static int forSubclasses(int x) {
    return Suspending.s(x);
  }

  protected int forSubclassInstances(int x) {
    return Suspending.s(x);
  }
}
