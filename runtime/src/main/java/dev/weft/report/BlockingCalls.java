package dev.weft.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Where instrumented code comes by before and behind a call that may block.
 *
 * <p>A call inside of which another one is made, by code of the application that the JDK called
 * back, is not counted: the inner one is. Threads: any.
 */
public final class BlockingCalls {
  /** As many places are kept; those that come later are not instrumented. */
  static final int MOST_SITES = 20_000;

  private static final List<BlockingSite> SITES = new ArrayList<>();
  private static final Map<Thread, Recorder> RECORDERS = new WeakHashMap<>();

  /** The sites by number; replaced as a whole when there is a new one. */
  private static volatile BlockingSite[] sites = new BlockingSite[0];

  private static final ThreadLocal<Recorder> CURRENT =
      new ThreadLocal<>() {
        @Override
        protected Recorder initialValue() {
          Recorder recorder = new Recorder();
          synchronized (RECORDERS) {
            RECORDERS.put(Thread.currentThread(), recorder);
          }
          return recorder;
        }
      };

  private BlockingCalls() {}

  /**
   * A place in the code that will call {@link #begin} with the number that this returns.
   *
   * @param call the method of the JDK, as {@code java.lang.Thread.sleep}
   * @param place class, method and line
   * @param tier what would serve it
   * @return a negative number if there are too many
   */
  public static int site(String call, String place, String tier) {
    synchronized (SITES) {
      if (SITES.size() == MOST_SITES) {
        return -1;
      }
      SITES.add(new BlockingSite(call, place, tier));
      if (SITES.size() > sites.length) {
        BlockingSite[] more = new BlockingSite[Math.max(64, 2 * SITES.size())];
        SITES.toArray(more);
        sites = more;
      } else {
        sites[SITES.size() - 1] = SITES.get(SITES.size() - 1); // read only with this number
      }
      return SITES.size() - 1;
    }
  }

  /** A call begins; returns what {@link #end} takes, by {@link System#nanoTime}. */
  public static long begin(int site) {
    long start = System.nanoTime();
    CURRENT.get().begin(start, site, false);
    return start;
  }

  /** The same with the receiver, which tells what kind of stream it is. */
  public static long begin(Object receiver, int site) {
    boolean inMemory = receiver != null && sites[site].isInMemory(receiver.getClass());
    long start = System.nanoTime();
    CURRENT.get().begin(start, site, inMemory);
    return start;
  }

  /** The call returned, or threw. */
  public static void end(long start, int site) {
    Recorder recorder = CURRENT.get();
    if (recorder.end(start)) {
      sites[site].add(System.nanoTime() - start, recorder.threadName());
    }
  }

  /** What was measured so far, and what goes on; places without a call left out. */
  static List<BlockingRow> rows() {
    Map<BlockingSite, List<Long>> open = Recorder.open(recorders(), sites);
    List<BlockingRow> rows = new ArrayList<>();
    List<BlockingSite> all;
    synchronized (SITES) {
      all = List.copyOf(SITES);
    }
    for (BlockingSite site : all) {
      BlockingRow row = site.row(open.getOrDefault(site, List.of()));
      if (row.calls() + row.open() > 0) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Forgets what was measured; what goes on is counted when it ends. */
  static void reset() {
    synchronized (SITES) {
      SITES.forEach(BlockingSite::reset);
    }
  }

  private static Map<Thread, Recorder> recorders() {
    synchronized (RECORDERS) {
      return Map.copyOf(RECORDERS);
    }
  }
}
