package bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One column of the table: a peer on a JDK.
 *
 * @param title its heading, unique in a run
 * @param peer one of the names in {@link Peers}
 * @param jdk feature number of the JDK
 * @param java the launcher of that JDK
 * @param jvmArgs what this column needs beyond the flags that all share
 */
record Column(String title, String peer, int jdk, Path java, List<String> jvmArgs) {

  Column {
    jvmArgs = List.copyOf(jvmArgs);
  }

  /**
   * Whether this column has that row. Only Weft calls the same method inside and outside a
   * coroutine; elsewhere "outside" is the unwoven method again, or does not compile.
   */
  boolean measures(Row row) {
    return peer.equals(Peers.WEFT) || !row.benchmark().endsWith(".B8Fib.outside");
  }

  /** The arguments of its JVM: the shared ones, then its own. */
  List<String> allArgs(List<String> shared) {
    List<String> all = new ArrayList<>(shared);
    all.addAll(jvmArgs);
    return all;
  }

  /** Its title, fit for the name of a file. */
  String fileName() {
    return title.replaceAll("\\W+", "-");
  }
}
