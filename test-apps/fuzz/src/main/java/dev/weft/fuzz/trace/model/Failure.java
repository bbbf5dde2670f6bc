package dev.weft.fuzz.trace.model;

import java.util.List;

/** An exception of the model. */
final class Failure {
  /** What sort of exception it is, as far as the rules care. */
  enum Sort {
    /** One that the rules say nothing about. */
    OTHER,
    /** "Exhausted", whoever throws it. */
    NO_SUCH_ELEMENT,
    /** A GreenletExit. */
    GREENLET_EXIT,
    /** A GeneratorExit. */
    GENERATOR_EXIT
  }

  final String name;
  final Sort sort;

  /** The whole stack, innermost first, where a script threw it; empty for all others. */
  final List<Place> trace;

  /** A frame kept it, in order to throw it again. */
  boolean kept;

  /** It was made in another coroutine than the one it is thrown in first. */
  boolean madeElsewhere;

  Failure(String name, Sort sort, List<Place> trace) {
    this.name = name;
    this.sort = sort;
    this.trace = trace;
  }

  /** The exception of a wrong use. */
  static Failure wrongUse(String name) {
    return new Failure(
        name, name.equals("EXHAUSTED") ? Sort.NO_SUCH_ELEMENT : Sort.OTHER, List.of());
  }

  /** Whether {@code catch (Exception)} does not see it. */
  boolean isExit() {
    return sort == Sort.GREENLET_EXIT || sort == Sort.GENERATOR_EXIT;
  }

  @Override
  public String toString() {
    return name;
  }
}
