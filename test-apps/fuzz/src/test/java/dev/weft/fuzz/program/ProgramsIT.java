package dev.weft.fuzz.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Chaos;
import dev.weft.fuzz.coverage.Coverage;
import dev.weft.fuzz.fault.Fault;
import dev.weft.fuzz.fault.FaultCheck;
import dev.weft.fuzz.fault.Faults;
import dev.weft.fuzz.generate.ProgramGenerator;
import dev.weft.fuzz.run.Disagreement;
import dev.weft.fuzz.run.Fuzzer;
import dev.weft.fuzz.run.Tally;
import dev.weft.fuzz.run.Weaver;
import dev.weft.fuzz.run.Worker;
import dev.weft.fuzz.shrink.Culprit;
import dev.weft.fuzz.shrink.RegressionFile;
import dev.weft.fuzz.shrink.Replay;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The quick form of {@code test-apps/fuzz/run}: {@code -Dweft.fuzz.seed=} chooses the programs. */
class ProgramsIT {
  private static final long SEED = Long.getLong("weft.fuzz.seed", 20_260_101);
  private static final int PROGRAMS = Integer.getInteger("weft.fuzz.programs", 250);
  private static final int FAULT_PROGRAMS = 1500;
  private static final Set<String> QUICK_FAULTS =
      Set.of(
          "wide-halves-swapped",
          "handlers-need-nothing",
          "bridge-skipped",
          "interface-array-uncast",
          "shape-out-of-step",
          "spilled-wide-overlap",
          "bridge-dispatches");

  @Test
  void randomPrograms_doTheSameInAllWays() {
    System.out.println("weft.fuzz.seed=" + SEED);
    Tally tally = new Tally();
    Weaver weaver = Weaver.ofAgent();
    List<Disagreement> found = new ArrayList<>();
    Fuzzer fuzzer = new Fuzzer(weaver, ProgramGenerator::generate, SEED, tally, new Coverage());
    long forced = Chaos.forced();
    fuzzer.run(
        2,
        next -> next < SEED + PROGRAMS,
        disagreement -> {
          found.add(Culprit.of(disagreement, 1, weaver));
          fuzzer.stop();
        });
    System.out.println(tally);
    assertEquals(List.of(), found);
    assertEquals(PROGRAMS, tally.programs());
    assertTrue(tally.suspensions() > 10L * PROGRAMS, "hardly anything was suspended");
    assertTrue(Chaos.forced() > forced + PROGRAMS, "chaos did not strike");
  }

  @Test
  void regressions_doTheSameInAllWays() throws IOException {
    try (InputStream stream = ProgramsIT.class.getResourceAsStream("/regressions.txt")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      List<Node> programs = RegressionFile.parse(text);
      assertFalse(programs.isEmpty());
      assertEquals(List.of(), Replay.of(programs));
    }
  }

  @Test
  void plantedFaults_areFound() {
    Path jar = Path.of(System.getProperty("weft.agent.jar"));
    FaultCheck check = new FaultCheck(jar, SEED, FAULT_PROGRAMS);
    List<Fault> quick =
        Faults.all().stream().filter(fault -> QUICK_FAULTS.contains(fault.name())).toList();
    assertEquals(QUICK_FAULTS.size(), quick.size());
    for (Fault fault : quick) {
      assertTrue(check.check(fault, 2).found().isPresent(), fault.name());
    }
  }

  /** They name methods of the weaver, which may be called otherwise one day. */
  @Test
  void plantedFaults_fitTheWeaver() {
    FaultCheck plantOnly = new FaultCheck(Path.of(System.getProperty("weft.agent.jar")), SEED, 0);
    for (Fault fault : Faults.all()) {
      assertEquals(0, plantOnly.check(fault, 1).programs(), fault.name());
    }
  }

  @Test
  void refusedProgram_isShrunkToOneRefusedForTheSameReason() throws InterruptedException {
    Node program =
        Node.parse(
            "{program:1 {class:fuzzed/P|java/lang/Object||33 {method:run|()V|9|1 {block {park}"
                + " {if {test:ifeq {sus:I {const:I|1}}} {block {store:I|0 {const:I|1}}}}"
                + " {iinc:0|1} {log {load:I|0}}}}}}");
    List<Disagreement> shrunk = new ArrayList<>();
    Worker worker =
        new Worker(
            () -> {
              Weaver weaver = Weaver.ofAgent();
              Disagreement found = Culprit.disagreement(program, 1, weaver).orElseThrow();
              shrunk.add(found);
              shrunk.add(Culprit.of(found, 1, weaver));
            },
            "shrink");
    worker.start();
    worker.join();
    for (Disagreement refused : shrunk) {
      assertEquals(Disagreement.Kind.REFUSED_PLAIN, refused.kind());
      assertTrue(refused.detail().contains("Bad local variable type"), refused.detail());
    }
    assertEquals(2, shrunk.size());
    assertTrue(shrunk.get(1).program().size() < program.size());
  }

  @Test
  void faults_haveNamesOfTheirOwn() {
    List<String> names = Faults.all().stream().map(Fault::name).collect(Collectors.toList());
    assertEquals(names.size(), Set.copyOf(names).size());
  }
}
