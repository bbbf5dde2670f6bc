package dev.weft.hazard.targets;

/** Loaded before the agent in one test: promised to be woven, and is not. */
public class Early {

  /** Overridden by a class that is loaded later, and woven. */
  public int m(int x) {
    return x + 1;
  }

  /** Calls what may be overridden. */
  public int callsM(int x) {
    return m(x) * 2;
  }

  /** Static calls are promised too. */
  public static int shared(int x) {
    return x + 10;
  }
}
