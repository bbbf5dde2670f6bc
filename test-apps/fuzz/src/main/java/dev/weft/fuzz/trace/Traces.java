package dev.weft.fuzz.trace;

import dev.weft.abi.Chaos;
import dev.weft.fuzz.trace.model.Fault;
import dev.weft.fuzz.trace.model.Model.Expected;
import dev.weft.fuzz.trace.script.Script;
import dev.weft.fuzz.trace.script.Threads;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs traces one after the other, and counts what happens in them. */
public final class Traces {
  private static final double[] RATES = {0.02, 0.2, 1.0};

  private final Threads threads = new Threads();
  private final Fault fault;
  private final boolean forces;
  private final Map<String, Long> outcomes = new TreeMap<>();
  private long steps;

  /** The seed that is being tried, for whoever watches that this goes on. */
  private volatile long seed;

  /**
   * A difference between runtime and model.
   *
   * @param script the smallest that shows it
   */
  public record Difference(long seed, String script, String text) {
    @Override
    public String toString() {
      return "trace " + seed + " differs; shrunk:\n" + script + "\n" + text;
    }
  }

  /**
   * A run.
   *
   * @param fault a rule that the model gets wrong
   * @param forces whether suspensions are forced, too; the agent must have been told
   */
  public Traces(Fault fault, boolean forces) {
    this.fault = fault;
    this.forces = forces;
  }

  /** Tries the trace of a seed. */
  public Optional<Difference> run(long newSeed) {
    seed = newSeed;
    Script script = Scripts.of(newSeed);
    Comparison counting = comparison(this::count);
    arm(newSeed);
    if (counting.difference(script).isEmpty()) {
      return Optional.empty();
    }
    Script small = new Shrinker(candidate -> differs(candidate, newSeed)).shrink(script);
    return replay(Notation.write(small), newSeed)
        .or(() -> Optional.of(new Difference(newSeed, Notation.write(script), "does not repeat")));
  }

  /** Tries a written script; the seed is that of the forced suspensions. */
  public Optional<Difference> replay(String script, long newSeed) {
    arm(newSeed);
    return comparison(expected -> {})
        .difference(Notation.read(script))
        .map(text -> new Difference(newSeed, script, text));
  }

  private boolean differs(Script script, long newSeed) {
    arm(newSeed);
    return comparison(expected -> {}).difference(script).isPresent();
  }

  private Comparison comparison(Consumer<Expected> observer) {
    return new Comparison(threads, fault, observer);
  }

  /** Forces the same suspensions for the same seed. */
  private void arm(long newSeed) {
    if (forces) {
      Chaos.configure(~newSeed, 0); // another seed in between starts the sequence anew
      Chaos.configure(newSeed, RATES[Math.floorMod(newSeed, RATES.length)]);
    }
  }

  private void count(Expected expected) {
    steps++;
    for (String line : expected.seen().split("\n", -1)) {
      boolean thrown = line.startsWith("threw ");
      if (thrown || line.startsWith("caught ")) {
        String word = line.substring(line.indexOf(' ') + 1).replaceAll("[0-9]+", "");
        outcomes.merge(word, 1L, Long::sum);
      }
    }
  }

  /** How many steps were done. */
  public long steps() {
    return steps;
  }

  /** How often which exception was seen, by the model's word for it. */
  public Map<String, Long> outcomes() {
    return outcomes;
  }

  /** The seed that is being tried. */
  public long seed() {
    return seed;
  }
}
