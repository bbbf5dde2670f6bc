package dev.weft.hazard.outside;

import java.lang.ref.Reference;

/** Asks the collector. */
public final class Garbage {
  private static final int COLLECTIONS = 20;

  private Garbage() {}

  /** Whether the referent is found unreachable by one of a few collections. */
  public static boolean isCollected(Reference<?> reference) {
    for (int i = 0; i < COLLECTIONS && !reference.refersTo(null); i++) {
      System.gc();
    }
    return reference.refersTo(null);
  }
}
