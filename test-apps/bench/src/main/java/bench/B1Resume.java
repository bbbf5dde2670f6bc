package bench;

import bench.peer.Resumable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** B1: one resumption to the next suspension, by the number of frames that stand. */
@State(Scope.Thread)
public class B1Resume extends Measured {

  @Param({"1", "10", "100"})
  public int depth;

  @Param({Peers.WEFT, Peers.KOTLIN, Peers.KILIM, Peers.LOOM})
  public String peer;

  private Resumable coroutine;

  @Setup
  public void start() {
    coroutine = Peers.load(peer).recursion(depth);
    coroutine.resume();
    promote();
  }

  @Benchmark
  public void resume() {
    coroutine.resume();
  }
}
