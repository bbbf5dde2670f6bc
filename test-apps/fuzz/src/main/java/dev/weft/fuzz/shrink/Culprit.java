package dev.weft.fuzz.shrink;

import dev.weft.fuzz.program.Node;
import dev.weft.fuzz.run.Disagreement;
import dev.weft.fuzz.run.Tally;
import dev.weft.fuzz.run.Trial;
import dev.weft.fuzz.run.Weaver;
import java.util.Optional;

/** Finds the smallest program that disagrees in the same manner as one that was found. */
public final class Culprit {
  private static final int MAX_ATTEMPTS = 2500;

  private Culprit() {}

  /** Shrinks what was found; on a worker. */
  public static Disagreement of(Disagreement found, long seed, Weaver weaver) {
    Node smallest =
        new Shrinker(
                found.program(),
                candidate ->
                    disagreement(candidate, seed, weaver).filter(found::isLike).isPresent(),
                MAX_ATTEMPTS)
            .shrink();
    return disagreement(smallest, seed, weaver).orElse(found);
  }

  /** Tries a program; one that cannot be made agrees. */
  public static Optional<Disagreement> disagreement(Node program, long seed, Weaver weaver) {
    try {
      return new Trial(program, seed, new Tally(), Trial.Observer.NONE).runAll(weaver);
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | NullPointerException e) {
      return Optional.empty(); // no program any more
    }
  }
}
