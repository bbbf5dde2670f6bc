package bench;

import bench.peer.Peer;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.openjdk.jol.info.GraphLayout;

/**
 * Measures how much heap suspended coroutines hold. Runs in a JVM of its own, with the serial
 * collector, and prints what {@link HeapSize#parse} reads.
 */
public final class HeapProbe {

  private static final int COROUTINES = 1_000_000;

  /** As many are made before: frames of interpreted code may be larger than of compiled code. */
  private static final int WARM_UP = 200_000;

  /** How many more of them the larger of two walks sees; what is shared cancels out. */
  private static final int WALKED = 10_000;

  private HeapProbe() {}

  /** Arguments: the peer and the depth. */
  public static void main(String[] args) {
    Peer peer = Peers.load(args[0]);
    int depth = Integer.parseInt(args[1]);
    Reference.reachabilityFence(suspended(peer, depth, WARM_UP));
    double walked = args[0].equals(Peers.LOOM) ? Double.NaN : walked(peer, depth);
    System.out.println(collected(peer, depth) + " " + walked);
  }

  private static double collected(Peer peer, int depth) {
    long before = usedAfterCollection();
    Object[] coroutines = suspended(peer, depth, COROUTINES);
    long after = usedAfterCollection();
    Reference.reachabilityFence(coroutines);
    return (double) (after - before) / COROUTINES;
  }

  /** Not for the JDK's continuation: JOL does not see the size of a stack chunk. */
  private static double walked(Peer peer, int depth) {
    Object[] coroutines = suspended(peer, depth, 2 * WALKED);
    Object[] half = Arrays.copyOf(coroutines, WALKED);
    long all = GraphLayout.parseInstance((Object) coroutines).totalSize();
    return (double) (all - GraphLayout.parseInstance((Object) half).totalSize()) / WALKED;
  }

  private static Object[] suspended(Peer peer, int depth, int count) {
    Object[] coroutines = new Object[count];
    for (int id = 0; id < count; id++) {
      coroutines[id] = peer.suspended(id, depth);
    }
    return coroutines;
  }

  /** What the pools held when the collector had finished: no thread's unused buffer among it. */
  private static long usedAfterCollection() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
        .sum();
  }
}
