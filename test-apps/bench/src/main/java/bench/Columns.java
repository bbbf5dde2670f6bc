package bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds out which columns this machine can measure, peers side by side on each JDK.
 *
 * @param jdk25 home of a JDK 25, or an empty path
 * @param agent the agent's jar, which need not exist
 * @param log takes a line about each column that cannot be measured
 */
record Columns(Path jdk25, Path agent, Consumer<String> log) {

  /**
   * All columns that the arguments ask for and that can be measured here.
   *
   * @param peers names; empty for all
   */
  List<Column> find(Arguments arguments, Set<String> peers) {
    int own = Runtime.version().feature();
    List<Column> columns = new ArrayList<>();
    if (wanted(own, arguments)) {
      columns.addAll(on(own, Path.of(System.getProperty("java.home")), arguments));
    }
    if (own != 25 && wanted(25, arguments)) {
      if (jdk25.toString().isEmpty()) {
        log.accept("nothing is measured on JDK 25: set WEFT_JDK25 to its home");
      } else {
        columns.addAll(on(25, jdk25, arguments));
      }
    }
    columns.removeIf(column -> !peers.isEmpty() && !peers.contains(column.peer()));
    return columns;
  }

  private static boolean wanted(int jdk, Arguments arguments) {
    return arguments.jdks().isEmpty() || arguments.jdks().contains(jdk);
  }

  private List<Column> on(int jdk, Path home, Arguments arguments) {
    Path java = home.resolve("bin").resolve("java");
    List<Column> columns = new ArrayList<>();
    if (!Files.exists(agent)) {
      log.accept("Weft is not measured on JDK " + jdk + ": no " + agent.getFileName());
    } else if (!built("bench.weft.WeftPeer")) {
      log.accept("Weft is not measured on JDK " + jdk + ": built without weft-runtime.jar");
    } else {
      String options = arguments.agentOptions();
      String agentArg = "-javaagent:" + agent + (options.isEmpty() ? "" : "=" + options);
      columns.add(new Column("Weft, " + jdk, Peers.WEFT, jdk, java, List.of(agentArg)));
      for (Arguments.Variant variant : arguments.variants()) {
        List<String> args = new ArrayList<>(variant.jvmArgs());
        if (args.stream().noneMatch(arg -> arg.startsWith("-javaagent:"))) {
          args.add(0, agentArg);
        }
        columns.add(new Column("Weft " + variant.name() + ", " + jdk, Peers.WEFT, jdk, java, args));
      }
    }
    columns.add(new Column("Kotlin, " + jdk, Peers.KOTLIN, jdk, java, List.of()));
    columns.add(new Column("Kilim, " + jdk, Peers.KILIM, jdk, java, List.of()));
    if (jdk >= 25 && built("bench.loom.LoomPeer")) {
      String export = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";
      columns.add(new Column("JDK Continuation, " + jdk, Peers.LOOM, jdk, java, List.of(export)));
    }
    return columns;
  }

  private static boolean built(String type) {
    return Columns.class.getResource("/" + type.replace('.', '/') + ".class") != null;
  }
}
