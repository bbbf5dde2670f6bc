package dev.weft.fuzz.fault;

import dev.weft.fuzz.generate.ProgramGenerator;
import dev.weft.fuzz.run.Disagreement;
import dev.weft.fuzz.run.Fuzzer;
import dev.weft.fuzz.run.Tally;
import dev.weft.fuzz.run.Trial;
import dev.weft.fuzz.run.Weaver;
import dev.weft.fuzz.shrink.Replay;
import java.nio.file.Path;
import java.util.List;
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

  /**
   * Plants a fault and looks for it. What the weaver without the fault does not get right either
   * does not count.
   */
  public Result check(Fault fault, int threads) {
    Tally tally = new Tally();
    long from = seed;
    Optional<Disagreement> found = search(fault, threads, from, tally);
    long missed = 0;
    while (found.isPresent() && !Replay.of(List.of(found.get().program())).isEmpty()) {
      missed++;
      from = Long.parseLong(found.get().program().argument()) + 1;
      found = search(fault, threads, from, tally);
    }
    return new Result(fault, tally.programs() + missed + (found.isPresent() ? 1 : 0), found);
  }

  private Optional<Disagreement> search(Fault fault, int threads, long from, Tally tally) {
    AtomicReference<Disagreement> found = new AtomicReference<>();
    FaultyLoader loader = new FaultyLoader(agentJar, fault);
    FaultyAgent agent = FaultyAgent.install(loader);
    try {
      Fuzzer fuzzer =
          new Fuzzer(
              new Weaver(loader), ProgramGenerator::generate, from, tally, Trial.Observer.NONE);
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
    return Optional.ofNullable(found.get());
  }
}
