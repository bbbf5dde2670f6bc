package dev.weft.neighbours.targets;

/** A small program that suspends somewhere; the input selects its path. */
public interface Program {

  /**
   * Runs the program once.
   *
   * @return anything whose text tells it from others
   * @throws Exception whatever the program is about
   */
  Object run(int input) throws Exception;
}
