package dev.weft.report;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** A place with a call that may block, and what was measured there. Thread-safe. */
final class BlockingSite {
  /** As many names of threads and of receivers are kept. */
  private static final int MOST_NAMES = 4;

  private static final Set<String> IN_MEMORY =
      Set.of(
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.CharArrayReader",
          "java.io.CharArrayWriter",
          "java.io.StringReader",
          "java.io.StringWriter");

  private static final Set<String> FILES =
      Set.of(
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "sun.nio.ch.ChannelInputStream");

  private final String call;
  private final String place;
  private final String tier;
  private final LongAdder calls = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  /** Names of threads, and classes of receivers; replaced as a whole. */
  private volatile Set<String> threads = Set.of();

  private volatile Set<String> receivers = Set.of();

  /** The class looked at last, which usually is the next one, and what came of it. */
  private volatile Seen last = new Seen(Object.class, false);

  private record Seen(Class<?> type, boolean inMemory) {}

  BlockingSite(String call, String place, String tier) {
    this.call = call;
    this.place = place;
    this.tier = tier;
  }

  /** Whether a receiver of this class never blocks; notes the class if it may. */
  boolean isInMemory(Class<?> type) {
    Seen seen = last;
    if (seen.type() != type) {
      seen = new Seen(type, IN_MEMORY.contains(type.getName()));
      last = seen;
      if (!seen.inMemory()) {
        receivers = with(receivers, type.getName());
      }
    }
    return seen.inMemory();
  }

  void add(long elapsed, String thread) {
    calls.increment();
    nanos.add(elapsed);
    longest.accumulate(elapsed);
    seen(thread);
  }

  void seen(String thread) {
    if (!threads.contains(thread)) {
      threads = with(threads, thread);
    }
  }

  /** Of two that add at once one may be lost; it comes again with the next call. */
  private static Set<String> with(Set<String> names, String name) {
    if (names.size() > MOST_NAMES || names.contains(name)) {
      return names;
    }
    Set<String> more = new TreeSet<>(names);
    more.add(names.size() == MOST_NAMES ? "…" : name);
    return more;
  }

  void reset() {
    calls.reset();
    nanos.reset();
    longest.reset();
    threads = Set.of();
  }

  /** What was measured, with calls that began then and go on. */
  BlockingRow row(List<Long> open) {
    long now = System.nanoTime();
    long total = nanos.sum();
    long max = longest.get();
    for (long start : open) {
      total += now - start;
      max = Math.max(max, now - start);
    }
    return new BlockingRow(
        total,
        max,
        calls.sum(),
        open.size(),
        servedBy(),
        named(),
        place,
        String.join(", ", threads));
  }

  private String servedBy() {
    return tier.equals("socket/stream") && !receivers.isEmpty() && FILES.containsAll(receivers)
        ? "offload"
        : tier;
  }

  private String named() {
    Set<String> others = new TreeSet<>(receivers);
    others.removeIf(name -> call.startsWith(name + "."));
    return others.isEmpty() ? call : call + " of " + String.join(", ", others);
  }
}
