package dev.weft.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls that one thread is in. Written by that thread; others read what is roughly true.
 *
 * <p>{@code starts}, {@code sites} and {@code silent} belong to call <em>i</em>, the outermost
 * first; a silent call is not counted, because it blocks nobody or another one was made inside.
 */
final class Recorder {
  private static final int DEPTH = 64;

  private final long[] starts = new long[DEPTH];
  private final int[] sites = new int[DEPTH];
  private final boolean[] silent = new boolean[DEPTH];
  private volatile int depth;
  private String name = "";
  private String shownName = "";

  void begin(long start, int site, boolean inMemory) {
    int index = depth;
    if (index < DEPTH) {
      starts[index] = start;
      sites[index] = site;
      silent[index] = inMemory;
      depth = index + 1;
    }
  }

  /** Whether the call that began then counts. Calls above it were left in some other way. */
  boolean end(long start) {
    for (int i = depth - 1; i >= 0; i--) {
      if (starts[i] == start) {
        boolean counts = !silent[i];
        if (i > 0 && counts) {
          silent[i - 1] = true;
        }
        depth = i;
        return counts;
      }
    }
    return false;
  }

  /** The name of the thread; numbers at the end stand for a family of threads. */
  String threadName() {
    String now = Thread.currentThread().getName();
    if (!now.equals(name)) {
      name = now;
      shownName = shown(now);
    }
    return shownName;
  }

  private static String shown(String threadName) {
    int end = threadName.length();
    while (end > 0 && Character.isDigit(threadName.charAt(end - 1))) {
      end--;
    }
    return end == threadName.length() || end == 0 ? threadName : threadName.substring(0, end) + "*";
  }

  /** The start times of the calls that go on, by place; only the innermost of each thread. */
  static Map<BlockingSite, List<Long>> open(Map<Thread, Recorder> recorders, BlockingSite[] all) {
    Map<BlockingSite, List<Long>> open = new HashMap<>();
    recorders.forEach(
        (thread, recorder) -> {
          int top = recorder.depth - 1;
          if (top >= 0 && !recorder.silent[top] && thread.isAlive()) {
            BlockingSite site = all[recorder.sites[top]];
            site.seen(shown(thread.getName()));
            open.computeIfAbsent(site, key -> new ArrayList<>()).add(recorder.starts[top]);
          }
        });
    return open;
  }
}
