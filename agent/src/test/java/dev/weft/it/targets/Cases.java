package dev.weft.it.targets;

import java.util.LinkedHashMap;
import java.util.Map;

/** Calls of blocking methods of one kind, by name. */
abstract class Cases {
  static final long LONG = 100_000;

  private final Map<String, Case> cases = new LinkedHashMap<>();

  /** One of them. */
  @FunctionalInterface
  interface Case {
    Object run(Me me) throws Exception;
  }

  final Map<String, Case> all() {
    return cases;
  }

  final void add(String name, Case one) {
    cases.put(name, one);
  }

  static boolean took(long nanos, long start) {
    return System.nanoTime() - start >= nanos;
  }
}
