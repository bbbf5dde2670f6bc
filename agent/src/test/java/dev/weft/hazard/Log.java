package dev.weft.hazard;

import java.util.ArrayList;
import java.util.List;

/** The side effects of the running program, in order. */
public final class Log {
  private static final List<String> ENTRIES = new ArrayList<>();

  private Log() {}

  /** Notes one side effect. */
  public static void add(Object entry) {
    synchronized (ENTRIES) {
      ENTRIES.add(Outcome.describe(entry));
    }
  }

  /** Notes one side effect; for generated code. */
  public static void add(int entry) {
    add((Object) entry);
  }

  /** Notes one side effect; for generated code. */
  public static void add(long entry) {
    add((Object) entry);
  }

  /** The entries so far, which are forgotten. */
  static List<String> take() {
    synchronized (ENTRIES) {
      List<String> taken = List.copyOf(ENTRIES);
      ENTRIES.clear();
      return taken;
    }
  }
}
