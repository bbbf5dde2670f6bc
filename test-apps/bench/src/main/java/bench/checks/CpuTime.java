package bench.checks;

import bench.peer.Peer;
import bench.peer.Resumable;
import bench.peer.Tree;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures one row by the processor time of its thread, which a busy machine disturbs much less
 * than the time on the clock. Prints the median of the second half, in ns an operation.
 */
public final class CpuTime {

  /** What is measured: the rows of the benchmarks whose one operation is a switch or an element. */
  enum Work {
    DEPTH_1("B1, depth 1"),
    DEPTH_10("B1, depth 10"),
    DEPTH_100("B1, depth 100"),
    INTS("B2a ints"),
    WALK("B2b walk"),
    WALK_NESTED("B2c yieldFrom");

    final String title;

    Work(String title) {
      this.title = title;
    }

    private LongSupplier on(Peer peer) {
      return switch (this) {
        case DEPTH_1 -> resumptions(peer, 1);
        case DEPTH_10 -> resumptions(peer, 10);
        case DEPTH_100 -> resumptions(peer, 100);
        case INTS -> () -> sum(peer.ints(OPERATIONS));
        case WALK -> {
          Tree tree = Tree.balanced(LEVELS);
          yield () -> sum(peer.walk(tree));
        }
        case WALK_NESTED -> {
          Tree tree = Tree.balanced(LEVELS);
          yield () -> sum(peer.walkNested(tree));
        }
      };
    }
  }

  private static final int LEVELS = 20;
  private static final int OPERATIONS = (1 << LEVELS) - 1;
  private static final long SUM = (long) OPERATIONS * (OPERATIONS - 1) / 2;

  private CpuTime() {}

  /** Arguments: the peer's class, the work, and for how many seconds of processor time. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Peer peer = (Peer) Class.forName(args[0]).getDeclaredConstructor().newInstance();
    LongSupplier work = Work.valueOf(args[1]).on(peer);
    long nanos = (long) (Double.parseDouble(args[2]) * 1e9);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    List<Double> times = new ArrayList<>();
    long begin = threads.getCurrentThreadCpuTime();
    for (long from = begin; from - begin < nanos; ) {
      long result = work.getAsLong();
      long to = threads.getCurrentThreadCpuTime();
      if (result != SUM) {
        throw new IllegalStateException("expected " + SUM + ", got " + result);
      }
      times.add((double) (to - from) / OPERATIONS);
      from = to;
    }
    List<Double> settled = new ArrayList<>(times.subList(times.size() / 2, times.size()));
    Collections.sort(settled);
    System.out.println(settled.get(settled.size() / 2));
  }

  private static LongSupplier resumptions(Peer peer, int depth) {
    Resumable coroutine = peer.recursion(depth);
    coroutine.resume();
    System.gc(); // see Measured.promote
    return () -> {
      for (int i = 0; i < OPERATIONS; i++) {
        coroutine.resume();
      }
      return SUM;
    };
  }

  private static long sum(Iterator<Integer> elements) {
    long sum = 0;
    while (elements.hasNext()) {
      sum += elements.next();
    }
    return sum;
  }
}
