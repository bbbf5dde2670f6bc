package bench;

import bench.peer.Peer;
import bench.peer.Resumable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * B1m: one resumption to the next suspension, of 16 coroutines in turn, by how many bodies differ.
 */
@State(Scope.Thread)
public class B1mMixed extends Measured {

  /** A power of two, and at least two for each body. */
  private static final int COROUTINES = 2 * Peer.BODIES;

  @Param({"1", "8"})
  public int methods;

  @Param({Peers.WEFT, Peers.KOTLIN, Peers.KILIM, Peers.LOOM})
  public String peer;

  private final Resumable[] coroutines = new Resumable[COROUTINES];

  /** Index of the coroutine resumed last. */
  private int last;

  @Setup
  public void start() {
    Peer measured = Peers.load(peer);
    for (int i = 0; i < COROUTINES; i++) {
      coroutines[i] = measured.mixed(i % methods);
      coroutines[i].resume();
    }
    promote();
  }

  @Benchmark
  public void resume() {
    last = (last + 1) & (COROUTINES - 1);
    coroutines[last].resume();
  }
}
