package dev.weft.fuzz.fault;

import dev.weft.fuzz.generate.ProgramGenerator;
import dev.weft.fuzz.run.Disagreement;
import dev.weft.fuzz.run.Fuzzer;
import dev.weft.fuzz.run.Tally;
import dev.weft.fuzz.run.Trial;
import dev.weft.fuzz.run.Weaver;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Fuzzes a faulty weaver until the fault is found. */
public final class FaultCheck {
  private final Path agentJar;
  private final long seed;
  private final long programs;

  /**
   * What came of one fault.
   *
   * @param programs how many programs it took; those tried if it was not found
   * @param found the first disagreement
   */
  public record Result(Fault fault, long programs, Optional<Disagreement> found) {}

  /**
   * A check.
   *
   * @param agentJar whose weaver gets the fault
   * @param programs how many to try
   */
  public FaultCheck(Path agentJar, long seed, long programs) {
    this.agentJar = agentJar;
    this.seed = seed;
    this.programs = programs;
  }

  /** Plants a fault and looks for it. */
  public Result check(Fault fault, int threads) {
    AtomicReference<Disagreement> found = new AtomicReference<>();
    Tally tally = new Tally();
    FaultyLoader loader = new FaultyLoader(agentJar, fault);
    FaultyAgent agent = FaultyAgent.install(loader);
    try {
      Fuzzer fuzzer =
          new Fuzzer(
              new Weaver(loader), ProgramGenerator::generate, seed, tally, Trial.Observer.NONE);
      fuzzer.run(
          threads,
          next -> next < seed + programs,
          disagreement -> {
            if (disagreement.kind() != Disagreement.Kind.REFUSED_PLAIN) { // not the weaver's fault
              found.compareAndSet(null, disagreement);
              fuzzer.stop();
            }
          });
    } finally {
      agent.close();
    }
    return new Result(
        fault, tally.programs() + (found.get() == null ? 0 : 1), Optional.ofNullable(found.get()));
  }
}
