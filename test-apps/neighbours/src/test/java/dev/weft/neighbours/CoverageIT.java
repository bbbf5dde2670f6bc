package dev.weft.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.neighbours.targets.Covered;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jacoco.agent.AgentJar;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.IMethodCoverage;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hazard 75: JaCoCo's agent beside ours. What it reports does not depend on weaving. */
class CoverageIT {
  private static final String INCLUDE = "include=dev.weft.neighbours.targets.**";

  @TempDir Path folder;
  private String jacoco;

  @BeforeEach
  void extract() throws IOException {
    File jar = folder.resolve("jacoco.jar").toFile();
    AgentJar.extractTo(jar);
    jacoco = "-javaagent:" + jar + "=includes=dev.weft.neighbours.targets.*,destfile=";
  }

  @Test
  void h75_jacocoBeforeOrAfterWeft_reportsTheSameCoverage() throws IOException {
    // Two continuations and a generator: this program needs the agent, so the reference is a run in
    // which all bodies are plain but those that must not be.
    Map<String, String> before = coverage("before.exec", true, "");
    Map<String, String> after = coverage("after.exec", false, "");
    assertEquals(before, after);
    assertEquals(before, coverage("chaos.exec", false, ",chaos=1:1.0"));
    assertEquals(before, coverage("chaos-before.exec", true, ",chaos=2:0.3"));
    String main = Covered.class.getName().replace('.', '/');
    assertTrue(before.get(main + ".switchOver(I)I").contains("lines 4/5"), before::toString);
    assertTrue(before.get(main + ".neverCalled(I)I").contains("lines 0/1"), before::toString);
  }

  @Test
  void h75_jacocoBesideWeft_plainCode_isCoveredAsWithoutWeft() throws IOException {
    for (String name : List.of("without.exec", "with.exec")) {
      Jvm jvm = Jvm.plain().option(jacoco + folder.resolve(name));
      if (name.startsWith("with.")) {
        jvm.option("-javaagent:" + Jvm.agentJar() + "=" + INCLUDE);
      }
      jvm.classPath(
              Jvm.testClasses(), Jvm.runtimeJar(), Jvm.jarOf(org.objectweb.asm.ClassReader.class))
          .run(PlainMain.class, "dev.weft.neighbours.targets.Plain")
          .succeeded();
    }
    Map<String, String> without = read(folder.resolve("without.exec"));
    assertEquals(without, read(folder.resolve("with.exec")));
    assertTrue(
        without
            .get("dev/weft/neighbours/targets/Plain.run(I)Ljava/lang/Object;")
            .contains("lines 5/6"),
        without::toString);
  }

  private Map<String, String> coverage(String name, boolean jacocoFirst, String options)
      throws IOException {
    Path file = folder.resolve(name);
    String weft = "-javaagent:" + Jvm.agentJar() + "=" + INCLUDE + options;
    Jvm jvm = Jvm.plain();
    (jacocoFirst ? jvm.option(jacoco + file).option(weft) : jvm.option(weft).option(jacoco + file))
        .classPath(Jvm.testClasses())
        .run(Covered.class)
        .printed("46 in many steps");
    return read(file);
  }

  /** Instructions, branches and lines, covered of all, by method. */
  private static Map<String, String> read(Path file) throws IOException {
    ExecFileLoader loader = new ExecFileLoader();
    loader.load(file.toFile());
    CoverageBuilder coverage = new CoverageBuilder();
    Analyzer analyzer = new Analyzer(loader.getExecutionDataStore(), coverage);
    analyzer.analyzeAll(Jvm.testClasses().resolve("dev/weft/neighbours/targets").toFile());
    assertEquals(List.of(), List.copyOf(coverage.getNoMatchClasses()));
    TreeMap<String, String> methods = new TreeMap<>();
    for (IClassCoverage type : coverage.getClasses()) {
      for (IMethodCoverage method : type.getMethods()) {
        String text =
            "instructions "
                + method.getInstructionCounter().getCoveredCount()
                + "/"
                + method.getInstructionCounter().getTotalCount()
                + " branches "
                + method.getBranchCounter().getCoveredCount()
                + "/"
                + method.getBranchCounter().getTotalCount()
                + " lines "
                + method.getLineCounter().getCoveredCount()
                + "/"
                + method.getLineCounter().getTotalCount();
        methods.put(type.getName() + "." + method.getName() + method.getDesc(), text);
      }
    }
    assertTrue(Files.size(file) > 0);
    return methods;
  }
}
