package dev.weft.neighbours.targets;

import java.util.ArrayList;
import java.util.List;

/** The side effects of the running program, in order. */
public final class Log {
  private static final List<String> ENTRIES = new ArrayList<>();

  private Log() {}

  /** Notes one side effect. */
  public static void add(Object entry) {
    synchronized (ENTRIES) {
      ENTRIES.add(String.valueOf(entry));
    }
  }

  /** The entries so far, which are forgotten. */
  public static List<String> take() {
    synchronized (ENTRIES) {
      List<String> taken = List.copyOf(ENTRIES);
      ENTRIES.clear();
      return taken;
    }
  }
}
