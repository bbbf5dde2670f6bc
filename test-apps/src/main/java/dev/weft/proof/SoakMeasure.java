package dev.weft.proof;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Live heap and threads between the storms of a soak: neither may grow. */
final class SoakMeasure {
  private static final long EVERY_NANOS = 2_000_000_000L;
  private static final long SLACK_BYTES = 2 << 20;
  private static final int PRINTED = 10;

  private final SoakFindings findings;
  private final List<Long> heap = new ArrayList<>();
  private final List<Integer> threads = new ArrayList<>();
  private long last = System.nanoTime() - EVERY_NANOS;

  SoakMeasure(SoakFindings findings) {
    this.findings = findings;
  }

  /** Takes a sample, if the last one was some time ago. */
  void sample(PrintStream out) {
    if (System.nanoTime() - last < EVERY_NANOS) {
      return;
    }
    System.gc();
    System.gc(); // what was waiting for a reference handler
    heap.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    threads.add(ManagementFactory.getThreadMXBean().getThreadCount());
    if (heap.size() % PRINTED == 1) {
      out.println(this);
    }
    last = System.nanoTime();
  }

  /**
   * Compares the least heap of the last quarter with the least of the second, when everything was
   * loaded and linked, and the least number of threads likewise.
   */
  void check() {
    int quarter = heap.size() / 4;
    if (quarter == 0) {
      return;
    }
    long before = Collections.min(heap.subList(quarter, 2 * quarter));
    long after = Collections.min(heap.subList(heap.size() - quarter, heap.size()));
    findings.require(
        after <= before + before / 10 + SLACK_BYTES,
        () -> "the live heap grew from " + before + " to " + after + " bytes: " + heap);
    int few = Collections.min(threads.subList(quarter, 2 * quarter));
    int many = Collections.min(threads.subList(threads.size() - quarter, threads.size()));
    findings.require(many <= few, () -> "threads grew from " + few + " to " + many);
  }

  @Override
  public String toString() {
    int at = heap.size() - 1;
    return at < 0
        ? "no sample"
        : String.format(
            "sample %d: live heap %.1f MB (least %.1f, most %.1f), %d threads",
            at + 1,
            heap.get(at) / 1e6,
            Collections.min(heap) / 1e6,
            Collections.max(heap) / 1e6,
            threads.get(at));
  }
}
