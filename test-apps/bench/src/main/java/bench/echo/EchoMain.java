package bench.echo;

import bench.tasks.Cell;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs B9 and writes its tables. */
public final class EchoMain {
  private static final String USAGE =
      """
      test-apps/bench/run echo [quick] [OPTION...]

        quick             one round of a second: to see that all runs, not to quote
        --rounds=11       how many processes of each server, in turn
        --connections=1000
        --peer=nio,weft   nio, weft, vt, threads, go, asyncio, gevent
        --idle=18000      connections that say nothing, at most; 0 leaves these out
        --no-build        take the classes and jars as they are

      """;

  private static final String WARM_UP = "4";

  private final Path folder;
  private final Path log;
  private int rounds = 11;
  private String connections = "1000";
  private String warmUp = WARM_UP;
  private String seconds = "5";
  private List<String> peers = List.of();
  private int idle = 18_000;

  private EchoMain(Path folder) {
    this.folder = folder;
    this.log = folder.resolve("errors.txt");
  }

  /** See the usage; the script {@code run} sets the system properties. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (List.of(args).contains("-h")) {
      System.out.print(USAGE);
      return;
    }
    Path results = Path.of(System.getProperty("bench.results", "results"));
    String now = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    Path folder = Files.createDirectories(results.resolve(now + "-echo"));
    EchoMain main = new EchoMain(folder);
    try {
      main.parse(args);
    } catch (IllegalArgumentException failure) {
      System.err.println(failure.getMessage());
      System.err.print(USAGE);
      System.exit(2);
    }
    main.run();
  }

  private void parse(String... args) {
    for (String arg : args) {
      String value = arg.substring(arg.indexOf('=') + 1);
      if (arg.equals("quick")) {
        rounds = 1;
        warmUp = "1";
        seconds = "1";
        idle = 2_000;
      } else if (arg.startsWith("--rounds=")) {
        rounds = Integer.parseInt(value);
      } else if (arg.startsWith("--connections=")) {
        connections = value;
      } else if (arg.startsWith("--peer=")) {
        peers = List.of(value.split(","));
      } else if (arg.startsWith("--idle=")) {
        idle = Integer.parseInt(value);
      } else {
        throw new IllegalArgumentException("unknown option " + arg);
      }
    }
  }

  private boolean isWanted(EchoServers.Column column) {
    return peers.isEmpty() || peers.contains(column.peer());
  }

  private void run() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Measured %s on %d cores (%s %s), load average at the start %.1f; every JVM with `%s`.",
            LocalDate.now(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            String.join(" ", EchoServers.JVM_ARGS)));
    lines.add("");
    lines.addAll(echo());
    for (String kind : idle == 0 ? List.<String>of() : List.of("bytes", "text")) {
      lines.add("");
      lines.addAll(hold(kind));
    }
    Files.write(folder.resolve("table.md"), lines);
    System.out.println();
    lines.forEach(System.out::println);
    System.out.println("Written to " + folder + " (table.md, echo.csv, what the servers complained of)");
  }

  // ---- echo ----------------------------------------------------------------------------------

  private List<String> echo() throws IOException, InterruptedException {
    Map<String, Cell> cells = new LinkedHashMap<>();
    List<EchoServers.Column> servers = new EchoServers(folder).echoing();
    List<String> raw = new ArrayList<>(List.of("round,server,messages a second"));
    for (int round = 1; round <= rounds; round++) {
      for (EchoServers.Column server : servers) {
        if (isWanted(server)) {
          double rate = measure(server);
          System.out.printf(Locale.ROOT, "%d/%d %s: %.0f/s%n", round, rounds, server.title(), rate);
          cells.computeIfAbsent(server.title(), title -> new Cell()).add(rate);
          raw.add(String.format(Locale.ROOT, "%d,\"%s\",%.0f", round, server.title(), rate));
        }
      }
      Files.write(folder.resolve("echo.csv"), raw);
    }
    List<String> lines = new ArrayList<>();
    lines.add("| server | messages a second | of the selector loop |");
    lines.add("|---|---:|---:|");
    Cell loop = cells.get("selector loop, " + Runtime.version().feature());
    cells.forEach(
        (title, cell) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %s |",
                    title,
                    cell.text(),
                    loop == null ? "-" : Cell.number(cell.median() / loop.median()))));
    return lines;
  }

  private double measure(EchoServers.Column server) throws IOException, InterruptedException {
    try (ServerProcess process = new ServerProcess(server.command(), log)) {
      String port = process.line();
      List<String> load = List.of(Load.class.getName(), port, connections, warmUp, seconds);
      int jdk = Runtime.version().feature();
      try (ServerProcess clients = new ServerProcess(EchoServers.java(jdk, load), log)) {
        return Double.parseDouble(clients.line());
      }
    }
  }

  // ---- connections that say nothing ----------------------------------------------------------

  private List<String> hold(String kind) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| "
            + (kind.equals("bytes") ? "streams" : "`BufferedReader`, `PrintWriter`")
            + " | connections | heap each | resident each | growth of heap | a message on each | threads |");
    lines.add("|---|---:|---:|---:|---:|---:|---:|");
    for (EchoServers.Column server : new EchoServers(folder).holding(kind)) {
      if (isWanted(server)) {
        try (ServerProcess process = new ServerProcess(server.command(), log)) {
          hold(server, process, lines);
        }
      }
    }
    return lines;
  }

  private void hold(EchoServers.Column server, ServerProcess process, List<String> lines)
      throws IOException {
    List<String> command = List.of(IdleClients.class.getName(), process.line());
    int jdk = Runtime.version().feature();
    try (ServerProcess clients = new ServerProcess(EchoServers.java(jdk, command), log)) {
      clients.ask("100"); // all classes are loaded
      Memory first = Memory.parse(process.ask("memory"));
      int before = 100;
      Memory last = first;
      for (int count : List.of(1_000, Math.max(1_000, idle / 2), idle)) {
        if (count <= before) {
          continue;
        }
        clients.ask(String.valueOf(count));
        String served = clients.ask("all");
        Memory memory = Memory.parse(process.ask("memory"));
        String line =
            String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %,d | %s ms | %d |",
                server.title(),
                count,
                (memory.heap() - first.heap()) / (count - 100),
                (memory.resident() - first.resident()) / (count - 100),
                (memory.heap() - last.heap()) / (count - before),
                served,
                memory.threads());
        System.out.println(line);
        lines.add(line);
        last = memory;
        before = count;
      }
    }
  }
}
