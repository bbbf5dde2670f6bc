package bench;

import bench.peer.Peer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** B8: one call of recursive Fibonacci. */
@State(Scope.Thread)
public class B8Fib extends Measured {

  private static final int N = 27;
  private static final int FIB = 196_418;

  /** How often fib(27) calls fib, itself included: 2 fib(28) - 1. */
  private static final int CALLS = 635_621;

  @Param({Peers.WEFT, Peers.KOTLIN, Peers.KILIM, Peers.LOOM})
  public String peer;

  private Peer measured;

  @Setup
  public void load() {
    measured = Peers.load(peer);
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public long inside() {
    return checked(FIB, measured.fibInside(N));
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public long outside() {
    return checked(FIB, measured.fibOutside(N));
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public long unwoven() {
    return checked(FIB, measured.fibUnwoven(N));
  }
}
