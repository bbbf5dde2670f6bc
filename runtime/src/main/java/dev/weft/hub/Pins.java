package dev.weft.hub;

import dev.weft.continuation.BlockedCall;
import dev.weft.continuation.PinnedException;
import dev.weft.continuation.Pinning;
import dev.weft.waiting.Blocker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts by place how often tasks blocked their carriers, and reports each place once. */
final class Pins {
  /** More places are counted together, under this name: they are made up by a program. */
  private static final String OTHERS = "elsewhere";

  private static final int MOST_PLACES = 10_000;

  private static final boolean HAS_RECORDER = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private final Consumer<PinnedTask> listener;
  private final Map<String, LongAdder> places = new ConcurrentHashMap<>();
  private final LongAdder total = new LongAdder();

  Pins(Consumer<PinnedTask> listener) {
    this.listener = listener;
  }

  /** By the carrier: {@code task} is about to wait on it. */
  void waits(Task<?> task, Blocker blocker) {
    PinnedException why = Pinning.pinned("waiting for " + blocker, 0);
    List<StackTraceElement> stack = List.of(why.getStackTrace());
    StackTraceElement culprit =
        Optional.ofNullable(why.culprit()).orElseGet(() -> Pins.unknown(task));
    add(
        new PinnedTask(
            task, blocker.toString(), culprit, why.reason(), wayOut(why.getMessage()), stack));
  }

  private static StackTraceElement unknown(Task<?> task) {
    return new StackTraceElement(task.getClass().getName(), "?", null, -1);
  }

  /** What stands behind the place in the message of a {@link PinnedException}. */
  private static String wayOut(String message) {
    int end = message.indexOf("): ");
    return end < 0 ? message : message.substring(end + 3);
  }

  /** By any thread: {@code task} blocks its carrier in a call. */
  void blocks(Task<?> task, BlockedCall call) {
    add(
        new PinnedTask(
            task, call.name(), call.culprit(), call.reason(), call.wayOut(), call.stack()));
  }

  private void add(PinnedTask pinned) {
    total.increment();
    if (HAS_RECORDER) {
      PinnedJfrEvent.emit(pinned);
    }
    String place = pinned.place();
    LongAdder count = places.get(place);
    if (count == null && places.size() >= MOST_PLACES) {
      place = OTHERS;
    }
    LongAdder first = new LongAdder();
    LongAdder known = places.putIfAbsent(place, first);
    (known == null ? first : known).increment();
    if (known == null) {
      report(pinned);
    }
  }

  private void report(PinnedTask pinned) {
    try {
      listener.accept(pinned);
    } catch (RuntimeException | Error e) {
      Reports.failed("the handler of pinned tasks", e);
    }
  }

  long total() {
    return total.sum();
  }

  /** The end of a line of counts. */
  String summary(int spares) {
    long times = total();
    return times == 0 ? "" : ", " + times + " times pinned, " + spares + " spare carriers";
  }

  /** How often, by place. */
  Map<String, Long> places() {
    Map<String, Long> counts = new TreeMap<>();
    places.forEach((place, count) -> counts.put(place, count.sum()));
    return counts;
  }
}
