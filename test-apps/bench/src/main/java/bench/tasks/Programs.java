package bench.tasks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds out what this machine can measure.
 *
 * @param options what the command line says
 * @param sources the folder with the programs that are not Java
 * @param log takes a line about each program that cannot be measured
 */
record Programs(TaskOptions options, Path sources, Consumer<String> log) {

  /** All that are wanted and installed; Weft on each JDK first, so that its peers come behind. */
  List<Program> find() throws IOException, InterruptedException {
    List<Program> all = new ArrayList<>();
    int own = Runtime.version().feature();
    addOn(own, Path.of(System.getProperty("java.home")), all);
    String jdk25 = System.getProperty("bench.jdk25", "");
    if (own != 25 && options.wantsJdk(25)) {
      if (jdk25.isEmpty()) {
        log.accept("nothing is measured on JDK 25: set WEFT_JDK25 to its home");
      } else {
        addOn(25, Path.of(jdk25), all);
      }
    }
    addGo(all);
    addPython("asyncio", all);
    addPython("gevent", all);
    return all;
  }

  // ---- the JVM -------------------------------------------------------------------------------

  private void addOn(int jdk, Path home, List<Program> all) {
    if (!options.wantsJdk(jdk)) {
      return;
    }
    String agent = "-javaagent:" + System.getProperty("bench.agent", "weft-agent.jar");
    addJvm("weft", "Weft", jdk, home, "bench.weft.WeftTaskPeer", List.of(agent), all);
    addJvm("kotlin", "Kotlin", jdk, home, "bench.kotlin.KotlinTaskPeer", List.of(), all);
    addJvm("kilim", "Kilim", jdk, home, "bench.kilim.KilimTaskPeer", List.of(), all);
    if (jdk >= 25) {
      addJvm("vt", "virtual threads", jdk, home, "bench.loom.VirtualThreadPeer", List.of(), all);
    }
  }

  private void addJvm(
      String peer,
      String name,
      int jdk,
      Path home,
      String type,
      List<String> own,
      List<Program> all) {
    if (!options.wantsPeer(peer)) {
      return;
    }
    String title = name + ", " + jdk;
    if (Programs.class.getResource("/" + type.replace('.', '/') + ".class") == null) {
      log.accept(title + " is not measured: it was not built");
      return;
    }
    String java = home.resolve("bin").resolve("java").toString();
    all.add(new Program(title, peer, peer.equals("weft"), work -> jvm(java, own, type, work)));
  }

  private List<String> jvm(String java, List<String> own, String type, TaskWork work) {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(options.jvmArgs());
    command.addAll(own);
    if (type.startsWith("bench.loom.")) {
      command.add("-Djdk.virtualThreadScheduler.parallelism=" + work.threads());
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TaskProbe.class.getName(), type));
    command.addAll(arguments(work));
    return command;
  }

  private static List<String> arguments(TaskWork work) {
    return List.of(work.name(), String.valueOf(work.count()), String.valueOf(work.times()));
  }

  // ---- others --------------------------------------------------------------------------------

  private void addGo(List<Program> all) throws IOException, InterruptedException {
    Optional<Path> go = options.wantsPeer("go") ? installed("go") : Optional.empty();
    if (go.isEmpty()) {
      return;
    }
    Path program = Files.createTempDirectory("weft-bench").resolve("tasks");
    Path source = sources.resolve("go").resolve("tasks.go");
    List<String> build =
        List.of(go.get().toString(), "build", "-o", program.toString(), source.toString());
    if (new ProcessBuilder(build).inheritIO().start().waitFor() != 0) {
      log.accept("Go is not measured: its program does not compile");
      return;
    }
    all.add(new Program("Go", "go", false, work -> with(List.of(program.toString()), work)));
  }

  private void addPython(String library, List<Program> all)
      throws IOException, InterruptedException {
    Optional<Path> python = options.wantsPeer(library) ? installed("python3") : Optional.empty();
    if (python.isEmpty()) {
      return;
    }
    List<String> test = List.of(python.get().toString(), "-c", "import " + library);
    Process process =
        new ProcessBuilder(test).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    if (process.waitFor() != 0) {
      log.accept(library + " is not measured: not installed");
      return;
    }
    String script = sources.resolve("python").resolve("tasks_" + library + ".py").toString();
    List<String> start = List.of(python.get().toString(), "-B", script);
    all.add(new Program(library, library, false, work -> with(start, work)));
  }

  private static List<String> with(List<String> start, TaskWork work) {
    List<String> command = new ArrayList<>(start);
    command.addAll(arguments(work));
    return command;
  }

  private Optional<Path> installed(String command) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder).resolve(command))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      log.accept(command + " is not installed: not measured");
    }
    return found;
  }
}
