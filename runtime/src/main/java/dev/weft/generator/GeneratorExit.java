package dev.weft.generator;

/**
 * Thrown at the yield where a generator stands when it is closed, so that its {@code finally}
 * blocks run. Let it pass: a body that catches it may clean up and return, but must not yield.
 *
 * <p>An {@link Error}, because {@code catch (Exception)} must not see it, as {@code GeneratorExit}
 * is no {@code Exception} in Python (PEP 342); it carries no stack trace.
 */
public final class GeneratorExit extends Error {
  private static final long serialVersionUID = 1L;

  /** A new request to end; usually {@link Generator#close} makes it. */
  public GeneratorExit() {
    super("the generator is being closed", null, true, false);
  }
}
