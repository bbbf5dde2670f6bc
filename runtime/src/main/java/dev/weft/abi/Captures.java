package dev.weft.abi;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts, for tests, how often a frame was captured at each suspend point. Off unless the system
 * property {@code dev.weft.captures} is true when the JVM starts; then the JIT removes the test.
 */
public final class Captures {
  /** Whether captures are counted in this JVM. */
  public static final boolean ENABLED = Boolean.getBoolean("dev.weft.captures");

  private static final Map<String, AtomicLong> COUNTS = new ConcurrentHashMap<>();

  private Captures() {}

  /** Counts the frames from {@code innermost} up to {@code end}, which is not counted. */
  public static void count(Frame innermost, Frame end) {
    for (Frame frame = innermost; frame != null && frame != end; frame = frame.caller) {
      COUNTS
          .computeIfAbsent(
              frame.resumer.site() + "#" + (frame.tag & Frame.POINT_MASK), key -> new AtomicLong())
          .incrementAndGet();
    }
  }

  /** A copy of the counts: {@code com.acme.Job.step(I)V#2} is point 2 of that method. */
  public static Map<String, Long> counts() {
    Map<String, Long> copy = new TreeMap<>();
    COUNTS.forEach((point, count) -> copy.put(point, count.get()));
    return copy;
  }
}
