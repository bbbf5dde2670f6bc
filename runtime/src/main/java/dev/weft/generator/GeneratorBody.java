package dev.weft.generator;

import dev.weft.Suspendable;

/**
 * The code of a {@link Generator}.
 *
 * @param <Y> what it yields
 * @param <S> what it is sent
 * @param <R> what it returns at the end
 */
@Suspendable
@FunctionalInterface
public interface GeneratorBody<Y, S, R> {

  /**
   * Runs when the generator is asked for its first value, up to the first yield; each further
   * request continues behind the last yield.
   *
   * @return the generator's result, see {@link Generator#result}
   * @throws Exception whatever the body throws; it reaches whoever drives the generator
   */
  R run(Yielder<Y, S> yielder) throws Exception;
}
