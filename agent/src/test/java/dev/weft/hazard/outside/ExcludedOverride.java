package dev.weft.hazard.outside;

import dev.weft.hazard.Log;
import dev.weft.hazard.targets.Dispatch;

/** Overrides woven methods, and is not woven itself. */
public final class ExcludedOverride extends Dispatch.Overridden {
  @Override
  public int m(int x) {
    Log.add("excluded");
    return x * 100;
  }

  @Override
  public String quiet(long x) {
    return super.quiet(x + 1);
  }
}
