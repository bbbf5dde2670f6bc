package bench;

import bench.peer.Peer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** B3: one switch between two coroutines that hand over to each other (S49). */
@State(Scope.Thread)
public class B3HandOver extends Measured {

  private static final int TURNS = 100_000;

  /** The first sums up 1 + 0 + 1 + ...; the second multiplies by zero at once. */
  private static final long RESULT = 1 + (long) TURNS * (TURNS - 1) / 2;

  @Param({Peers.WEFT, Peers.KOTLIN, Peers.KILIM, Peers.LOOM})
  public String peer;

  private Peer measured;

  @Setup
  public void load() {
    measured = Peers.load(peer);
  }

  @Benchmark
  @OperationsPerInvocation(2 * TURNS)
  public long handOver() {
    return checked(RESULT, measured.handOver(TURNS));
  }
}
