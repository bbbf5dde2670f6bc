package bench;

import bench.peer.Peer;
import bench.peer.Tree;
import java.util.Iterator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** B2: one element of a generator, taken by a loop that sums up. */
@State(Scope.Thread)
public class B2Generator extends Measured {

  private static final int LEVELS = 20;

  /** How many elements each generator gives, and nodes the tree has. */
  private static final int ELEMENTS = (1 << LEVELS) - 1;

  private static final long SUM = (long) ELEMENTS * (ELEMENTS - 1) / 2;

  @Param({Peers.WEFT, Peers.KOTLIN, Peers.KILIM, Peers.LOOM})
  public String peer;

  private Peer measured;
  private Tree tree;

  @Setup
  public void plant() {
    measured = Peers.load(peer);
    tree = Tree.balanced(LEVELS);
  }

  /** B2a: ints. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long ints() {
    return checked(SUM, sum(measured.ints(ELEMENTS)));
  }

  /** B2b: a tree in order, by recursion inside one generator. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long walk() {
    return checked(SUM, sum(measured.walk(tree)));
  }

  /** B2c: a tree in order, by a generator for each node. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long walkNested() {
    return checked(SUM, sum(measured.walkNested(tree)));
  }

  private static long sum(Iterator<Integer> elements) {
    long sum = 0;
    while (elements.hasNext()) {
      sum += elements.next();
    }
    return sum;
  }
}
