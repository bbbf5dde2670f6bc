package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;

/** Woven code that calls objects which tests make. */
public final class Callers {
  private Callers() {}

  /** Calls and suspends. */
  public static int callOverridden(Dispatch.Overridden receiver, int x) {
    return receiver.m(x) + s(1);
  }

  /** An included management interface. */
  public interface GaugeMXBean {
    /** An attribute. */
    int getLevel();

    /** An operation. */
    void reset(int level);
  }

  /** Registered as a bean. */
  public static final class Gauge implements GaugeMXBean {
    private int level = 5;

    @Override
    public int getLevel() {
      return s(level);
    }

    @Override
    public void reset(int newLevel) {
      level = s(newLevel);
    }
  }

  /** Calls through the management interface. */
  public static int callGauge(GaugeMXBean gauge) {
    int level = gauge.getLevel();
    gauge.reset(level + 1);
    return gauge.getLevel();
  }
}
