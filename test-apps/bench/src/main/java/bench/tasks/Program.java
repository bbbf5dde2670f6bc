package bench.tasks;

import java.util.List;
import java.util.function.Function;

/**
 * Who is measured: one column of the table.
 *
 * @param title its heading, unique in a run
 * @param peer what the command line calls it
 * @param weft whether it is Weft, which is compared with the others
 * @param command what starts a process that does a work and prints what {@link Reading} parses
 */
record Program(String title, String peer, boolean weft, Function<TaskWork, List<String>> command) {

  /** Whether it can do that: Python has no two threads that run tasks at a time. */
  boolean does(TaskWork work) {
    return work.threads() == 1 || !(peer.equals("asyncio") || peer.equals("gevent"));
  }

  /** Its title, fit for the name of a file. */
  String fileName() {
    return title.replaceAll("\\W+", "-");
  }
}
