package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.agent.kit.Uses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The import rules of the architecture, read from the compiled classes and the sources. */
class StructureTest {
  private static final Path AGENT = Path.of("target", "classes");
  private static final Path RUNTIME = Path.of("..", "runtime", "target", "classes");
  private static final int MAX_LINES = 400;
  private static final String ASM = "org.objectweb.asm";

  /** What each package of the agent may use, itself and {@code java} aside. */
  private static final Map<String, Set<String>> AGENT_RULES =
      Map.ofEntries(
          Map.entry("names", Set.of(ASM)),
          Map.entry("discover", Set.of("names", ASM)),
          Map.entry("analysis", Set.of("names", ASM)),
          Map.entry("plan", Set.of("analysis", "discover", "names", ASM)),
          Map.entry("emit", Set.of("plan", "analysis", "discover", "names", ASM)),
          Map.entry("spin", Set.of("discover", "names", "dev.weft.abi", ASM)),
          Map.entry(
              "transform",
              Set.of("emit", "plan", "analysis", "discover", "names", "dev.weft.abi", ASM)),
          Map.entry("companion", Set.of("transform", "discover", "names", "dev.weft.abi", ASM)),
          Map.entry("descriptor", Set.of("names", "dev.weft.abi", ASM)),
          Map.entry("cli", Set.of("", "transform", "discover", ASM)),
          Map.entry(
              "",
              Set.of(
                  "companion",
                  "descriptor",
                  "transform",
                  "spin",
                  "discover",
                  "names",
                  "dev.weft.abi",
                  "dev.weft.patch",
                  "dev.weft.report",
                  ASM,
                  "net.bytebuddy")));

  /** What each package of the runtime may use, itself and {@code java} aside. */
  private static final Map<String, Set<String>> RUNTIME_RULES =
      Map.ofEntries(
          Map.entry("", Set.of()),
          Map.entry("abi", Set.of()),
          Map.entry("abi.marker", Set.of("abi")),
          Map.entry("continuation", Set.of("", "abi")),
          Map.entry("generator", Set.of("", "abi", "continuation")),
          Map.entry("greenlet", Set.of("", "abi", "continuation", "waiting")),
          Map.entry("waiting", Set.of("", "abi", "continuation")),
          Map.entry("hub", Set.of("", "abi", "continuation", "waiting", "jdk.jfr")),
          Map.entry("sync", Set.of("", "abi", "waiting", "hub")),
          Map.entry("channel", Set.of("", "abi", "waiting", "hub")),
          Map.entry("interop", Set.of("", "abi", "waiting", "hub", "sync", "channel", "generator")),
          Map.entry("patch", Set.of("", "abi", "abi.marker", "waiting", "hub")),
          Map.entry("io", Set.of("", "abi", "waiting", "hub", "sync")),
          Map.entry("report", Set.of("javax.management")),
          Map.entry(
              "debug",
              Set.of("", "continuation", "waiting", "greenlet", "hub", "javax.management")));

  /**
   * The classes of other packages that emission reads beside the plan: facts the plan hands out. A
   * longer list is a decision that moved into emission.
   */
  private static final Set<String> READ_THROUGH_THE_PLAN =
      Set.of(
          "dev.weft.agent.analysis.ControlFlow",
          "dev.weft.agent.analysis.Liveness",
          "dev.weft.agent.analysis.MethodFacts",
          "dev.weft.agent.analysis.Monitors",
          "dev.weft.agent.analysis.NewSite",
          "dev.weft.agent.analysis.TypeFlow",
          "dev.weft.agent.analysis.TypeState",
          "dev.weft.agent.discover.CallTarget",
          "dev.weft.agent.discover.CallTarget$Dynamic",
          "dev.weft.agent.discover.CallTarget$Marker",
          "dev.weft.agent.discover.CallTarget$Plain",
          "dev.weft.agent.discover.CallTarget$Substitute",
          "dev.weft.agent.discover.CallTarget$Twin");

  @Test
  void agent_packages_useOnlyWhatTheyMay() throws IOException {
    assertEquals(List.of(), violations(AGENT, "dev.weft.agent", AGENT_RULES));
  }

  @Test
  void runtime_packages_useOnlyWhatTheyMayAndTheJdk() throws IOException {
    assertEquals(List.of(), violations(RUNTIME, "dev.weft", RUNTIME_RULES));
  }

  @Test
  void emission_beyondThePlan_readsFactsOnly() throws IOException {
    Set<String> used = new TreeSet<>();
    for (Map.Entry<String, Set<String>> type : Uses.of(AGENT).entrySet()) {
      if (Uses.packageOf(type.getKey()).equals("dev.weft.agent.emit")) {
        type.getValue().stream()
            .filter(
                name ->
                    name.startsWith("dev.weft.agent.analysis.")
                        || name.startsWith("dev.weft.agent.discover."))
            .filter(name -> !READ_THROUGH_THE_PLAN.contains(name))
            .forEach(used::add);
      }
    }
    assertEquals(Set.of(), used);
  }

  private static List<String> violations(Path classes, String root, Map<String, Set<String>> rules)
      throws IOException {
    List<String> violations = new ArrayList<>();
    Uses.of(classes)
        .forEach(
            (type, used) -> {
              String own = shortName(Uses.packageOf(type), root);
              Set<String> allowed = rules.get(own);
              if (allowed == null) {
                violations.add("there is no rule for the package of " + type);
                return;
              }
              for (String name : used) {
                String other = shortName(Uses.packageOf(name), root);
                boolean fine =
                    other.startsWith("java.")
                        || other.equals(own)
                        || allowed.stream().anyMatch(a -> a.equals(other) || isBelow(other, a));
                if (!fine) {
                  violations.add(type + " uses " + name);
                }
              }
            });
    return violations;
  }

  private static boolean isBelow(String name, String library) {
    return library.contains(".") && name.startsWith(library + ".");
  }

  private static String shortName(String packageName, String root) {
    if (packageName.equals(root)) {
      return "";
    }
    return packageName.startsWith(root + ".")
        ? packageName.substring(root.length() + 1)
        : packageName;
  }

  @Test
  void packages_ofAgentAndRuntime_haveNoCycles() throws IOException {
    for (Path classes : List.of(AGENT, RUNTIME)) {
      Map<String, Set<String>> graph = new TreeMap<>();
      Uses.of(classes)
          .forEach(
              (type, used) -> {
                Set<String> to =
                    graph.computeIfAbsent(Uses.packageOf(type), name -> new TreeSet<>());
                used.stream()
                    .map(Uses::packageOf)
                    .filter(name -> name.startsWith("dev.weft"))
                    .forEach(to::add);
              });
      graph.forEach((name, to) -> to.remove(name));
      Set<String> removable = new HashSet<>();
      boolean changed = true;
      while (changed) {
        changed = false;
        for (Map.Entry<String, Set<String>> node : graph.entrySet()) {
          boolean leaf =
              node.getValue().stream()
                  .allMatch(to -> removable.contains(to) || !graph.containsKey(to));
          changed |= leaf && removable.add(node.getKey());
        }
      }
      Set<String> cyclic = new TreeSet<>(graph.keySet());
      cyclic.removeAll(removable);
      assertEquals(Set.of(), cyclic, "packages in cycles");
    }
  }

  @Test
  void sources_noClassOver400Lines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sourcesWithTests()) {
      long lines = Files.readAllLines(source).size();
      if (lines > MAX_LINES) {
        tooLong.add(source + ": " + lines + " lines");
      }
    }
    assertEquals(List.of(), tooLong);
  }

  @Test
  void sources_noCatchAllNames() throws IOException {
    List<String> bad =
        sources().stream()
            .map(path -> path.getFileName().toString().replace(".java", ""))
            .filter(name -> name.matches(".*(Util|Utils|Helper|Manager|Impl)"))
            .toList();
    assertEquals(List.of(), bad);
  }

  /** Those of all modules, tests and test applications included. */
  private static List<Path> sourcesWithTests() throws IOException {
    Path root = Path.of("..");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().replace('\\', '/').contains("/target/"))
          .toList();
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path root : List.of(Path.of("src", "main"), Path.of("..", "runtime", "src", "main"))) {
      try (Stream<Path> files = Files.walk(root)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
      }
    }
    return all;
  }
}
