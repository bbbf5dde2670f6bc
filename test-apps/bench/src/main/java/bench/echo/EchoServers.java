package bench.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The servers that this machine can run. */
final class EchoServers {
  /** Every JVM's. */
  static final List<String> JVM_ARGS = List.of("-Xmx4g", "-XX:+UseSerialGC");

  private static final String BLOCKING = BlockingServer.class.getName();

  private final Path sources = Path.of(System.getProperty("bench.sources", "src"));
  private final List<Column> columns = new ArrayList<>();
  private final Path folder;

  /**
   * Who is measured.
   *
   * @param peer what the command line calls it
   */
  record Column(String peer, String title, List<String> command) {}

  EchoServers(Path folder) {
    this.folder = folder;
  }

  List<Column> echoing() throws IOException, InterruptedException {
    columns.clear();
    for (Map.Entry<Integer, Path> jdk : jdks().entrySet()) {
      int version = jdk.getKey();
      add("nio", version, "selector loop", List.of(SelectorServer.class.getName()));
      add("weft", version, "Weft", with(weft(), BLOCKING, "bytes", "platform"));
      if (version >= 21) {
        add("vt", version, "virtual threads", with(virtual(), BLOCKING, "bytes", "virtual"));
      }
      add("threads", version, "threads", List.of(BLOCKING, "bytes", "platform"));
    }
    addGo();
    addPython("asyncio");
    addPython("gevent");
    return List.copyOf(columns);
  }

  List<Column> holding(String kind) {
    columns.clear();
    for (int version : jdks().keySet()) {
      add("weft", version, "Weft", with(weft(), BLOCKING, kind, "platform"));
      if (version >= 21) {
        add("vt", version, "virtual threads", with(virtual(), BLOCKING, kind, "virtual"));
      }
    }
    return List.copyOf(columns);
  }

  private static List<String> weft() {
    String agent = System.getProperty("bench.agent", "weft-agent.jar");
    return List.of(
        "-javaagent:" + agent + "=include=bench.echo.BlockingServer,patch=on,carriers=1");
  }

  private static List<String> virtual() {
    return List.of("-Djdk.virtualThreadScheduler.parallelism=1");
  }

  private static List<String> with(List<String> flags, String... more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return all;
  }

  private static Map<Integer, Path> jdks() {
    Map<Integer, Path> jdks = new TreeMap<>();
    jdks.put(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
    String jdk25 = System.getProperty("bench.jdk25", "");
    if (!jdk25.isEmpty()) {
      jdks.put(25, Path.of(jdk25));
    }
    return jdks;
  }

  private void add(String peer, int jdk, String name, List<String> arguments) {
    columns.add(new Column(peer, name + ", " + jdk, java(jdk, arguments)));
  }

  /** What starts a JVM with the classes of this benchmark. */
  static List<String> java(int jdk, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(jdks().get(jdk).resolve("bin").resolve("java").toString());
    command.addAll(JVM_ARGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(arguments);
    return command;
  }

  private void addGo() throws IOException, InterruptedException {
    Path program = folder.resolve("echo");
    String source = sources.resolve("go").resolve("echo.go").toString();
    if (works("go", "build", "-o", program.toString(), source)) {
      columns.add(new Column("go", "Go", List.of(program.toString())));
    }
  }

  private void addPython(String library) throws IOException, InterruptedException {
    if (works("python3", "-c", "import " + library)) {
      String script = sources.resolve("python").resolve("echo_" + library + ".py").toString();
      columns.add(new Column(library, library, List.of("python3", "-B", script)));
    }
  }

  private boolean works(String... command) throws InterruptedException {
    try {
      Path log = Files.createTempFile(folder, "found", ".txt");
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      if (process.waitFor() == 0) {
        return true;
      }
    } catch (IOException e) {
      // is not installed
    }
    System.out.println("not measured, for it does not work: " + String.join(" ", command));
    return false;
  }
}
