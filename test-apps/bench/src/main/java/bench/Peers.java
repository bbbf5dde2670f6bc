package bench;

import bench.peer.Peer;

/** The peers by the names they have as columns; only the one asked for is loaded. */
final class Peers {

  static final String WEFT = "weft";
  static final String KOTLIN = "kotlin";
  static final String KILIM = "kilim";
  static final String LOOM = "loom";

  private Peers() {}

  /**
   * A new instance of that peer.
   *
   * @throws IllegalArgumentException if there is no such peer, or it was not built
   */
  static Peer load(String name) {
    String type =
        switch (name) {
          case WEFT -> "bench.weft.WeftPeer";
          case KOTLIN -> "bench.kotlin.KotlinPeer";
          case KILIM -> "bench.kilim.KilimPeer";
          case LOOM -> "bench.loom.LoomPeer";
          default -> throw new IllegalArgumentException("no peer " + name);
        };
    try {
      return (Peer) Class.forName(type).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException failure) {
      throw new IllegalArgumentException("the peer " + name + " cannot be loaded", failure);
    }
  }
}
