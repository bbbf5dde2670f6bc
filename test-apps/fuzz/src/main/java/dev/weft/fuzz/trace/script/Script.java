package dev.weft.fuzz.trace.script;

import java.util.List;

/**
 * A trace: the bodies of the coroutines in the slots, and what the threads' plain code does, step
 * by step.
 */
public record Script(
    List<ContinuationScript> continuations,
    List<GeneratorScript> generators,
    List<GreenletScript> greenlets,
    List<Step> steps) {
  /** How many scopes there are. */
  public static final int SCOPES = 3;

  /** How many threads there are. */
  public static final int THREADS = 3;

  public Script {
    continuations = List.copyOf(continuations);
    generators = List.copyOf(generators);
    greenlets = List.copyOf(greenlets);
    steps = List.copyOf(steps);
  }

  /** A continuation with the scope of this number. */
  public record ContinuationScript(int scope, Node body) {}

  /** A generator, with a result or without. */
  public record GeneratorScript(boolean hasResult, Node body) {}

  /** A greenlet that the thread with this number makes. */
  public record GreenletScript(int thread, Node body) {}

  /** One thing that the plain code of a thread does. */
  public record Step(int thread, Node node) {}

  /** The same bodies, other steps. */
  public Script withSteps(List<Step> newSteps) {
    return new Script(continuations, generators, greenlets, newSteps);
  }

  /** What the body of the generator in a slot returns. */
  public static Object resultOf(GeneratorScript script, int slot) {
    return script.hasResult ? 200 + slot : null;
  }

  /** What the body of the greenlet in a slot returns. */
  public static Object resultOfGreenlet(int slot) {
    return 100 + slot;
  }
}
