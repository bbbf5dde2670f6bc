package dev.weft.fuzz.trace;

import dev.weft.fuzz.trace.model.Fault;
import dev.weft.fuzz.trace.script.Threads;
import java.util.Optional;

/** Whether traces notice a rule that the model gets wrong. */
public final class FaultHunt {
  private FaultHunt() {}

  /** How many traces it takes; empty when the limit does not suffice. */
  public static Optional<Long> tracesNeeded(Fault fault, long seed, long limit) {
    try (Threads threads = new Threads()) {
      Comparison comparison = new Comparison(threads, fault, expected -> {});
      for (long i = 0; i < limit; i++) {
        if (comparison.difference(Scripts.of(seed + i)).isPresent()) {
          return Optional.of(i + 1);
        }
      }
      return Optional.empty();
    }
  }
}
